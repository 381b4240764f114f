"""What our handlers say to the database, read from its general log, as scripts for raw.cpp."""

import http.client
import json
import os
import re
import signal

from servers import BenchError

BODY = 'Thanks, see you on Tuesday at five. Please bring exercise 12 and the corrected essay.'


class Recorder:
    """Makes requests one by one and tells the statements of each apart."""

    def __init__(self, ours):
        self.sql = ours.sql()
        self.tokens = dict(row for row in rows_of(f'{ours.data}/tokens.txt'))
        self.client = http.client.HTTPConnection('127.0.0.1', ours.port, timeout=30)
        # Only the handlers shall speak: the scheduler stands still meanwhile.
        self.scheduler = ours.process('scheduled')
        os.kill(self.scheduler, signal.SIGSTOP)
        self.sql.rows("SET GLOBAL log_output = 'TABLE'; TRUNCATE mysql.general_log; SET GLOBAL general_log = 1")

    def connect_anew(self, user):
        """Ends all sessions, so that what handlers say first is seen."""
        self.sql.rows(f'KILL CONNECTION USER {user}')

    def logged(self):
        rows = self.sql.rows("SELECT thread_id, argument FROM mysql.general_log WHERE command_type IN ('Query', 'Execute')"
                             " AND thread_id <> CONNECTION_ID()")
        return [tuple(row) for row in rows]

    def request(self, method, path, person, body=None):
        """The answer, and the statements made for it as (connection, text)."""
        self.sql.rows('TRUNCATE mysql.general_log')
        headers = {'Authorization': f'Bearer {self.tokens[person]}'}
        if body is not None:
            headers['Content-Type'] = 'application/json'
        self.client.request(method, path, None if body is None else json.dumps(body), headers)
        response = self.client.getresponse()
        text = response.read()
        if response.status // 100 != 2:
            raise BenchError(f'{method} {path} answered {response.status}: {text.decode()[:200]}')
        return json.loads(text), self.logged()

    def close(self):
        os.kill(self.scheduler, signal.SIGCONT)
        self.sql.rows("SET GLOBAL general_log = 0; SET GLOBAL log_output = 'FILE'; TRUNCATE mysql.general_log")
        self.sql.close()
        self.client.close()


def rows_of(path):
    with open(path, encoding='utf-8') as file:
        return [line.split() for line in file]


def capture(ours, operation, out):
    """The script file for an operation. Requests of `mark` are made once before, so that nothing is new to them."""
    threads = rows_of(f"{ours.data}/{'write' if operation == 'send' else 'read'}.txt")
    recorder = Recorder(ours)
    try:
        if operation == 'mark':
            for call in calls(recorder.sql, operation, threads):
                recorder.request(*call['request'])
        recorder.connect_anew(ours.DATABASE)
        opening, requests = record(recorder, operation, threads)
    finally:
        recorder.close()
    return write_script(ours, operation, out, opening, requests)


def record(recorder, operation, threads):
    """The statements that open a connection, and those of each request with what is known about it."""
    opening, requests, seen = [], [], set()
    for call in calls(recorder.sql, operation, threads):
        answer, logged = recorder.request(*call['request'])
        new = {connection for connection, _ in logged} - seen
        seen |= new
        first = [text for connection, text in logged if connection in new and is_setting(text)]
        if first:
            opening = first
        made = [text for connection, text in logged if not (connection in new and is_setting(text))]
        requests.append((made, known_of(call, answer)))
    return opening, requests


def is_setting(text):
    return re.match(r'(/\*.*?\*/\s*)?SET\b', text) is not None


def calls(sql, operation, threads):
    """The requests of ours.lua; of sends some from each side, a second one in a row among them."""
    if operation in ('list', 'unread'):
        path = '/api/inbox?limit=20' if operation == 'list' else '/api/inbox/unread'
        # Twice, so that the first round opens the connections of all handlers.
        for person in 2 * sorted({thread[1] for thread in threads}):
            yield {'request': ('GET', path, person)}
    elif operation == 'messages':
        for thread in threads:
            yield {'request': ('GET', f'/api/inbox/threads/{thread[0]}/messages?limit=50', thread[1])}
    elif operation == 'mark':
        for thread in threads:
            yield {'request': ('POST', '/api/read-receipts', thread[1], {'threadId': thread[0], 'upTo': int(thread[3])})}
    else:
        for i in range(24):
            thread, one, other, _ = threads[i // 3]
            sender, receiver = (one, other) if i % 3 == 0 else (other, one)
            before = sql.rows(f"SELECT last_sender_id = '{sender}', unanswered FROM threads WHERE id = {thread}")[0]
            yield {'request': ('POST', '/api/send', sender, {'threadId': thread, 'message': BODY}),
                   'known': {'thread': thread, 'low': min(one, other), 'high': max(one, other), 'sender': sender,
                             'other': receiver, 'unanswered': str(int(before[1]) + 1) if before[0] == '1' else '1'}}


def known_of(call, answer):
    if 'known' not in call:
        return None
    message = answer['message']
    return {**call['known'], 'seq': str(message['seq']), 'client_id': message['clientId'],
            'now': message['at'].replace('T', ' ').rstrip('Z')}


def write_script(ours, operation, out, opening, requests):
    rows = []
    if operation == 'send':
        request = template([made for made, _ in requests], [known for _, known in requests])
        for thread, one, other, _ in rows_of(f'{ours.data}/write.txt'):
            rows.append(f'thread={thread}\tlow={min(one, other)}\thigh={max(one, other)}\tsides={one},{other}')
        scripted = [request]
    else:
        scripted = [made for made, _ in requests]
        if len({shape(made) for made in scripted}) != 1:
            raise BenchError(f'{operation}: its requests do not make the same statements: ' + ' / '.join(sorted({shape(m) for m in scripted})))
    text = ''.join(f'C {one_line(statement)}\n' for statement in opening)
    for made in scripted:
        text += ''.join(f'S {one_line(statement)}\n' for statement in made) + 'R\n'
    ours.write(f'{operation}.script', text + ''.join(f'V {row}\n' for row in rows))
    out.keep_statements(operation, opening, scripted[0])
    return f'{ours.data}/{operation}.script'


def shape(made):
    """The names of a request's statements."""
    return ' '.join(re.sub(r'^/\* (\w+) \*/.*', r'\1', text, flags=re.S) for text in made)


def one_line(statement):
    if '\n' in statement:
        raise BenchError('a statement has a line break: ' + statement[:60])
    return statement


PART = re.compile(r"'(?:[^'\\]|\\.|'')*'|\d+|[^'\d]+", re.S)


def template(requests, known):
    """The one request behind several: values that differ between them become {{name}} of what is known."""
    if len({shape(made) for made in requests}) != 1:
        raise BenchError('send: its requests do not make the same statements: ' + ' / '.join(sorted({shape(m) for m in requests})))
    return [template_of(list(texts), known) for texts in zip(*requests)]


def template_of(texts, known):
    parts = [PART.findall(text) for text in texts]
    if len({len(part) for part in parts}) != 1:
        raise BenchError('send: one statement has several forms: ' + texts[0][:80])
    filled = ''
    for values in zip(*parts):
        if len(set(values)) == 1:
            filled += values[0]
            continue
        quote = "'" if values[0].startswith("'") else ''
        bare = [value.strip("'") if quote else value for value in values]
        names = [name for name in known[0] if all(facts[name] == value for facts, value in zip(known, bare))]
        if not names:
            raise BenchError(f'send: raw.cpp does not know the value {values[0]} in {texts[0][:60]}')
        filled += quote + '{{' + names[0] + '}}' + quote
    return filled
