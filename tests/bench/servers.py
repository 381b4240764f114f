"""The two servers of the comparison, each with its own MariaDB below the work folder."""

import getpass
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CHECKOUT = os.path.dirname(os.path.dirname(HERE))


class BenchError(Exception):
    """What stops the benchmark: one line for the user."""


def command(arguments, what, **more):
    """Runs a program to its end; its output is kept back unless it fails."""
    done = subprocess.run(arguments, capture_output=True, text=True, stdin=subprocess.DEVNULL, **more)
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip() or 'no output').splitlines()
        raise BenchError(f'{what}: {said[-1]}')
    return done.stdout


def build_raw(work):
    flags = command(['pkg-config', '--cflags', '--libs', 'libmariadb'], 'libmariadb-dev is missing').split()
    program = f'{work}/raw'
    command(['g++', '-std=c++20', '-O2', '-Wall', '-Wextra', '-pthread', '-o', program, f'{HERE}/raw.cpp', *flags],
            'raw.cpp does not compile')
    return program


class Sql:
    """One session of MariaDB's own client, as the administrator of a private server."""

    def __init__(self, socket, user, database=''):
        self.client = subprocess.Popen(
            ['mariadb', '--no-defaults', '--batch', '--skip-column-names', '--unbuffered', '-u', user, '-S', socket,
             database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def rows(self, text):
        """Runs statements; the rows they return, each a list of texts."""
        end = f'done-{time.monotonic_ns()}'
        try:
            self.client.stdin.write(f"{text};\nSELECT '{end}';\n")
            self.client.stdin.flush()
        except BrokenPipeError:
            pass
        rows = []
        for line in self.client.stdout:
            line = line.rstrip('\n')
            if line == end:
                return rows
            rows.append([unescaped(cell) for cell in line.split('\t')])
        raise BenchError(f'MariaDB: {self.client.stderr.read().strip() or "its client ended"} (status {self.client.wait()})')

    def close(self):
        self.client.stdin.close()
        self.client.wait()


def unescaped(cell):
    return re.sub(r'\\(.)', lambda m: {'n': '\n', 't': '\t', '0': '\0'}.get(m[1], m[1]), cell)


class Server:
    """`groups` are the process groups whose CPU is told apart: name → file with process ids."""

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            self.stop()
        except BenchError as error:
            if kind is None:
                raise
            print(f'bench: {error}', file=sys.stderr)  # what went wrong before matters more

    def processes(self):
        """Everything that serves, the children of the groups included."""
        found = set()
        for file in self.pid_files():
            with open(file, encoding='utf-8') as pids:
                for pid in map(int, pids.read().split()):
                    found |= {pid, *children(pid)}
        return found

    def write(self, name, text):
        with open(f'{self.data}/{name}', 'w', encoding='utf-8') as file:
            file.write(text)


class Peer(Server):
    def __init__(self, folder, work, port, messages):
        self.folder = os.path.abspath(folder)
        if not os.path.exists(f'{self.folder}/setup.sh'):
            raise BenchError(f'{folder} is no peer: it has no setup.sh')
        self.data = f'{work}/peer-{messages}'
        self.setup = self.with_messages(messages) if messages != 1_000_000 else f'{self.folder}/setup.sh'
        self.port = port
        self.url = f'http://127.0.0.1:{port}'
        self.tools, self.lua = self.folder, f'{self.folder}/lua/peer.lua'
        self.socket = f'{self.data}/run/mysqld.sock'
        self.handlers = 'fpm'

    def with_messages(self, messages):
        """Its folder once more, by links, but for the number of messages in seed.sql."""
        folder = f'{self.data}/setup'
        os.makedirs(folder, exist_ok=True)
        for name in os.listdir(self.folder):
            if name != 'seed.sql' and not os.path.lexists(f'{folder}/{name}'):
                os.symlink(f'{self.folder}/{name}', f'{folder}/{name}')
        with open(f'{self.folder}/seed.sql', encoding='utf-8') as file:
            seed = file.read()
        for full, part in (('seq_1_to_1000000', f'seq_1_to_{messages}'), ("08:00:00',1000 ", f"08:00:00',{messages // 1000} "),
                           ('999000', str(messages - 1000)), ('995000', str(messages - 5000))):
            if full not in seed:
                raise BenchError(f"the peer's seed.sql has changed: no {full} in it; leave --messages away")
            seed = seed.replace(full, part)
        with open(f'{folder}/seed.sql', 'w', encoding='utf-8') as file:
            file.write(seed)
        return f'{folder}/setup.sh'

    def start(self):
        command([self.setup, self.data], 'the peer does not start', env={**os.environ, 'PORT': str(self.port)})
        self.start_empty()

    def start_empty(self):
        """The empty handler behind the peer's nginx, four processes as it has of PHP."""
        program, socket = f'{self.data}/fcgi_hello', f'{self.data}/run/fcgi4.sock'
        command(['gcc', '-O2', '-o', program, f'{self.folder}/limits/fcgi_hello.c', '-lfcgi'], 'fcgi_hello.c does not compile')
        if os.path.exists(socket):
            os.unlink(socket)
        command(['spawn-fcgi', '-s', socket, '-M', '0666', '-b', '1024', '-F', '4', '-P', f'{self.data}/run/fcgi4.pid', '-f',
                 program], 'the empty handler does not start')

    def groups(self, _operation):
        run = f'{self.data}/run'
        return {'db': f'{run}/mysqld.pid', 'fpm': f'{run}/php-fpm.pid', 'nginx': f'{run}/nginx.pid'}

    def empty_groups(self):
        return {'fcgi': f'{self.data}/run/fcgi4.pid', 'nginx': f'{self.data}/run/nginx.pid'}

    def pid_files(self):
        return {*self.groups('list').values(), *self.empty_groups().values()}

    def settings(self):
        return settings_of(Sql(self.socket, 'root'))

    def stop(self):
        if os.path.exists(self.socket):
            subprocess.run([f'{self.folder}/stop.sh', self.data], capture_output=True, check=False)


class Ours(Server):
    FAMILIES = {'list': 'inbox', 'messages': 'inbox', 'unread': 'inbox', 'mark': 'read-receipts', 'send': 'send'}
    SITE = 'marketplace'
    DATABASE = 'chalkline_marketplace'

    def __init__(self, work, name, port, options):
        self.state = f'{work}/{name}'
        self.data = f'{work}/{name}-bench'
        self.port = port
        self.url = f'http://127.0.0.1:{port}'
        self.tools, self.lua = os.path.abspath(options.peer or '.'), f'{HERE}/ours.lua'
        self.handlers = 'handlers'
        self.environment = {**os.environ, 'CHALKLINE_BUFFER_POOL': options.buffer_pool, 'CHALKLINE_REDO_LOG': options.redo_log}

    def start(self):
        os.makedirs(self.data, exist_ok=True)
        self.run('--detach', '--port', str(self.port))
        self.socket = os.path.realpath(f'{self.state}/run') + '/mariadb/mysqld.sock'
        if getpass.getuser() != 'root':  # the peer's tools ask as root
            self.sql().rows('CREATE USER IF NOT EXISTS root@localhost; GRANT ALL ON *.* TO root@localhost')

    def run(self, *arguments):
        # Output goes to a file: what it leaves running must not hold a pipe of ours.
        log = f'{self.data}/run.log'
        with open(log, 'w', encoding='utf-8') as file:
            done = subprocess.run([f'{CHECKOUT}/run', *arguments, '--state', self.state], stdin=subprocess.DEVNULL,
                                  stdout=file, stderr=file, env=self.environment, check=False)
        if done.returncode != 0:
            with open(log, encoding='utf-8') as file:
                raise BenchError((file.read().strip().splitlines() or ['./run says nothing'])[-1])

    def sql(self):
        return Sql(self.socket, getpass.getuser(), self.DATABASE)

    def fill(self, messages):
        """The peer's data in our tables."""
        with open(f'{HERE}/seed.sql', encoding='utf-8') as file:
            seed = file.read().replace('EACH', str(messages // 1000))
        sql = self.sql()
        if sql.rows("SELECT (SELECT COUNT(*) FROM people) = 200 AND (SELECT COUNT(*) FROM threads) = 1000") != [['1']]:
            sql.rows(seed)
        threads = sql.rows('SELECT id, IF(CAST(low_id AS INT) <= 20, low_id, high_id),'
                           ' IF(CAST(low_id AS INT) <= 20, high_id, low_id), last_seq FROM threads ORDER BY id')
        sql.close()
        self.write('read.txt', lines(t for i, t in enumerate(threads) if i % 20 < 10))
        self.write('write.txt', lines(t for i, t in enumerate(threads) if i % 20 >= 10))
        self.write_tokens(str(person) for person in range(1, 201))

    def seed(self, messages, texts):
        """Our own seeding; reads are of people with at least 50 threads, and threads with at least 50 messages."""
        sql = self.sql()
        if sql.rows(f'SELECT COUNT(*) >= {messages} FROM messages') != [['1']]:
            command([f'{self.state}/bin/chalkline', 'seed', '--site', self.SITE, '--people', '5000', '--threads', '20000',
                     '--messages', str(messages), '--texts', texts], 'chalkline seed')
            sql.rows('ANALYZE TABLE people, relationships, threads, messages, thread_members, read_marks')
        threads = sql.rows('SELECT m.thread_id, m.person_id, m.other_id, m.last_seq FROM thread_members m JOIN'
                           ' (SELECT person_id FROM thread_members WHERE archived = 0 GROUP BY person_id HAVING COUNT(*) >= 50)'
                           ' many ON many.person_id = m.person_id WHERE m.last_seq >= 50 ORDER BY m.thread_id % 997, m.thread_id'
                           ' LIMIT 500')
        sql.close()
        if not threads:
            raise BenchError('the seeded data has no person with 50 threads')
        self.write('read.txt', lines(threads))
        self.write('write.txt', '')
        self.write_tokens({t[1] for t in threads})

    def write_tokens(self, people):
        token = [f'{self.state}/bin/chalkline', 'token', '--site', self.SITE, '--minutes', '43200', '--person']
        self.write('tokens.txt', lines((person, command([*token, person], 'chalkline token').strip()) for person in people))

    def password(self):
        with open(f'{self.state}/secrets/{self.SITE}.db', encoding='utf-8') as file:
            return file.read().strip()

    def process(self, part):
        with open(f'{self.state}/run/{part}.pid', encoding='utf-8') as file:
            return int(file.read().split()[0])

    def groups(self, operation):
        """measure.py wants files with process ids and nothing else; those of ./run tell more."""
        groups = {'db': 'mariadb', self.handlers: self.FAMILIES[operation], 'nginx': 'nginx'}
        for group, part in groups.items():
            self.write(f'{group}.pid', str(self.process(part)))
        return {group: f'{self.data}/{group}.pid' for group in groups}

    def processes(self):
        found = set()
        for part in ('mariadb', 'nginx', *self.FAMILIES.values(), 'parent-messages', 'bookings', 'webhooks'):
            pid = self.process(part)
            found |= {pid, *children(pid)}
        return found

    def pid_files(self):
        return [f'{self.data}/{group}.pid' for group in ('db', self.handlers, 'nginx')]

    def pools(self):
        """How many handler processes each family has."""
        count = {}
        for operation, family in self.FAMILIES.items():
            with open(self.groups(operation)[self.handlers], encoding='utf-8') as file:
                count[family] = len(children(int(file.read())))
        return count

    def settings(self):
        return settings_of(self.sql())

    def stop(self):
        if os.path.exists(f'{self.state}/conf'):
            self.run('stop')


def lines(rows):
    return ''.join(' '.join(row) + '\n' for row in rows)


def children(pid):
    with open(f'/proc/{pid}/task/{pid}/children', encoding='utf-8') as file:
        return [int(child) for child in file.read().split()]


def settings_of(sql):
    rows = sql.rows("SHOW GLOBAL VARIABLES WHERE Variable_name LIKE 'innodb\\_%' OR Variable_name IN ('log_bin', 'sync_binlog',"
                    " 'query_cache_type', 'performance_schema', 'table_open_cache', 'thread_handling', 'max_connections')")
    sql.close()
    return {row[0]: row[1] if len(row) > 1 else '' for row in rows}


def check_same_settings(ours, peer):
    mine, theirs = ours.settings(), peer.settings()
    different = [f'{name} {mine[name]} / {theirs.get(name)}' for name in mine
                 if mine[name] != theirs.get(name) and '/' not in mine[name]]
    if different:
        raise BenchError("MariaDB's settings differ, ours / the peer's: " + '; '.join(different))
