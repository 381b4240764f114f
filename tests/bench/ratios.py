"""What Chalkline's dearer questions take, each beside a page of 50 messages of the same site: in turns, one connection."""

import base64
import datetime
import glob
import hashlib
import hmac
import http.client
import json
import os
import re
import resource
import signal
import statistics
import subprocess
import time
import uuid

import measure
import servers
from servers import BenchError, command

SITES = ('marketplace', 'classroom', 'advisor')
FIRST_NAMES = ('Anna', 'Andrei', 'Beatriz', 'Chen', 'Dilara', 'Emil', 'Fatima', 'Georg', 'Hana', 'Igor')
LAST_NAMES = ('Adler', 'Berg', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'Garcia', 'Hoffmann', 'Ivanova', 'Jung',
              'Keller', 'Lopez', 'Meyer', 'Novak', 'Okafor', 'Petrov', 'Quist', 'Rossi', 'Sato', 'Tanaka')
PEOPLE, REACHABLE = 100_000, 2_000
EVERYWHERE = 'zzzdaily'  # a word that is put into every message
NOW = '2026-11-30T08:00:00Z'  # of the site's clock, where bookings are asked for


class Asker:
    """One person on one site, and what wrk gets for them."""

    def __init__(self, ours, site, person):
        self.ours = ours
        self.port = ours.port + SITES.index(site)
        self.person = person
        self.token = command([f'{ours.state}/bin/chalkline', 'token', '--site', site, '--minutes', '1440', '--person', person],
                             'chalkline token').strip()

    def ask(self, method, target, body=None):
        line = http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
        headers = {'Authorization': f'Bearer {self.token}', 'Chalkline-Now': NOW, **({'Content-Type': 'application/json'} if body else {})}
        line.request(method, target, json.dumps(body) if body else None, headers)
        answer = line.getresponse()
        text = answer.read()
        if answer.status not in (200, 201):
            raise BenchError(f'{method} {target.split("?")[0]}: {answer.status}')
        return json.loads(text)

    def measured(self, target, seconds, script=None, argument=None):
        """Milliseconds of a request of one connection, and of the processor's time it takes in all that serves: the first is
        what somebody waits, the second hardly minds what else the machine does."""
        before = cpu_of(self.ours.processes())
        run = subprocess.run([*measure.PRIORITY, 'wrk', '-t1', '-c1', f'-d{seconds}', *(['-s', f'{servers.HERE}/{script}'] if script else []),
                              '-H', f'Authorization: Bearer {self.token}', '-H', f'Chalkline-Now: {NOW}', f'http://127.0.0.1:{self.port}{target}',
                              *(['--', argument] if script else [])],
                             capture_output=True, text=True, check=False)
        rate = re.search(r'Requests/sec:\s+([\d.]+)', run.stdout)
        if run.returncode != 0 or not rate or float(rate[1]) == 0 or 'Non-2xx' in run.stdout or 'Socket errors' in run.stdout:
            raise BenchError(f'wrk {target.split("?")[0]}: {(run.stderr or run.stdout).strip()[-200:]}')
        requests = int(re.search(r'(\d+) requests in', run.stdout)[1])
        return 1000 / float(rate[1]), (cpu_of(self.ours.processes()) - before) / requests


def cpu_of(processes):
    """Milliseconds that they have run, all their threads."""
    total = 0
    for task in (task for pid in processes for task in glob.glob(f'/proc/{pid}/task/*/schedstat')):
        try:
            with open(task, encoding='utf-8') as file:
                total += int(file.read().split()[0])
        except OSError:
            pass  # ended meanwhile
    return total / 1e6


def in_turns(asker, page, questions, options):
    """What the page and each question take, run by run; a warm-up before."""
    times = {name: [] for name in ('page', *questions)}
    for run in range(options.runs + 1):
        for name, target in (('page', page), *questions.items()):
            took = asker.measured(target, options.seconds)
            if run > 0:
                times[name].append(took)
    return times


def rows_of(what, times, notes=None, beside='page'):
    """Lines of the table: min / median / max of both times, and of their ratios to the page of the same run."""
    for name, took in times.items():
        row = {'what': what, 'name': name, 'note': (notes or {}).get(name, '')}
        for key, i in (('ms', 0), ('cpu', 1)):
            row[key] = spread([each[i] for each in took])
            row[f'{key}_ratio'] = spread([each[i] / page[i] for each, page in zip(took, times[beside])])
        yield row


def spread(values):
    return f'{min(values):.2f} / **{statistics.median(values):.2f}** / {max(values):.2f}'


# --- search

def search(ours, options):
    """Of somebody in the middle, of the person with the most messages, and of the one with the most conversations."""
    seed(ours, options)
    sql = ours.sql()
    rows = []
    middle = int(sql.rows('SELECT COUNT(DISTINCT person_id) FROM thread_members WHERE last_seq > 0')[0][0]) // 2
    for what, order, above in (('in the middle', 'COUNT(*) DESC, SUM(last_seq)', middle), ('most messages', 'SUM(last_seq)', 0),
                               ('most conversations', 'COUNT(*)', 0)):
        person, threads, messages = sql.rows('SELECT person_id, COUNT(*), SUM(last_seq) FROM thread_members WHERE last_seq > 0'
                                             f' GROUP BY person_id ORDER BY {order} DESC LIMIT 1 OFFSET {above}')[0]
        thread = sql.rows(f"SELECT thread_id FROM thread_members WHERE person_id = '{person}' ORDER BY last_seq DESC LIMIT 1")[0][0]
        words = {word: count_of(sql, person, word) for word in options.words}
        asker = Asker(ours, ours.SITE, person)
        questions = {word: f'/api/inbox/search?q={word}' for word in words}
        following = asker.ask('GET', questions[EVERYWHERE])['nextCursor']
        if following:
            questions[f'{EVERYWHERE}, next page'] = f'{questions[EVERYWHERE]}&cursor={following}'
        times = in_turns(asker, f'/api/inbox/threads/{thread}/messages?limit=50', questions, options)
        rows += rows_of(f'search, {what}: {messages} in {threads}', times, {w: f'in {n}' for w, n in words.items()})
    sql.close()
    return rows


def seed(ours, options):
    sql = ours.sql()
    if sql.rows(f'SELECT COUNT(*) >= {options.messages} FROM messages') != [['1']]:
        scheduler = ours.process('scheduled')
        os.kill(scheduler, signal.SIGSTOP)  # it would index texts that are about to change
        command([f'{ours.state}/bin/chalkline', 'seed', '--site', ours.SITE, '--people', str(options.messages // 200), '--threads',
                 str(options.messages // 50), '--messages', str(options.messages), '--texts', options.texts], 'chalkline seed')
        sql.rows(f"UPDATE messages SET body = CONCAT(body, ' {EVERYWHERE}') WHERE CHAR_LENGTH(body) < 3900")
        sql.rows('ANALYZE TABLE people, relationships, threads, messages, thread_members, read_marks')
        os.kill(scheduler, signal.SIGCONT)
    behind = 'SELECT COUNT(*) FROM threads t LEFT JOIN search_threads s ON s.thread_id = t.id WHERE t.last_seq > IFNULL(s.indexed_upto, 0)'
    while sql.rows(behind) != [['0']]:
        time.sleep(1)
    sql.rows('ANALYZE TABLE search_threads, search_words')
    sql.close()


def count_of(sql, person, word):
    return sql.rows("SELECT COUNT(*) FROM thread_members m JOIN messages x ON x.thread_id = m.thread_id WHERE"
                    f" m.person_id = '{person}' AND x.body REGEXP '(^|[^[:alnum:]]){word}'")[0][0]


# --- people, and the import that brings them

def people(ours, options):
    rows = []
    for site, role in (('marketplace', 'student'), ('classroom', 'tutor'), ('advisor', 'tutor')):
        asker = Asker(ours, site, 'p0')
        thread = conversation(ours, site, role, asker)
        questions = {q: f'/api/inbox/people?q={q.replace(" ", "%20")}' for q in ('a', 'anna', 'anna berg', 'be', 'okafor', 'zeno')}
        found = {q: 'finds ' + found_of(asker, target) for q, target in questions.items()}
        times = in_turns(asker, f'/api/inbox/threads/{thread}/messages?limit=50', questions, options)
        rows += rows_of(f'people, {site}', times, found)
    return rows


def found_of(asker, target):
    answer = asker.ask('GET', target)
    return f'{len(answer["items"])}{"+" if answer["nextCursor"] else ""}'


def conversation(ours, site, role, asker):
    """A thread of 60 messages between the one who looks for people and one who is reachable."""
    other = Asker(ours, site, 'p1')
    for n in range(60):
        one, another = (asker, other) if (n % 2 == 0) == (role == 'student') else (other, asker)
        sent = one.ask('POST', '/api/send', {'to': another.person, 'message': f'line {n}', 'clientId': f'bench-{n}'})
    return sent['thread']['id']


def imports(ours, _options):
    """PEOPLE people to each site, of whom p0 reaches REACHABLE; events a second."""
    rows = []
    for site, role in (('marketplace', 'student'), ('classroom', 'tutor'), ('advisor', 'tutor')):
        events = events_of(site, role)
        file = f'{ours.data}/{site}.ndjson'
        with open(file, 'w', encoding='utf-8') as out:
            out.writelines(json.dumps(event) + '\n' for event in events)
        begun, own, served = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN), cpu_of(ours.processes())
        command([*measure.PRIORITY, f'{ours.state}/bin/chalkline', 'import', '--site', site, file], 'chalkline import')
        took, ended = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        os.unlink(file)
        rows.append({'what': f'import, {site}', 'events': len(events), 'seconds': round(took, 1), 'rate': round(len(events) / took),
                     'cpu_importer': round(ended.ru_utime + ended.ru_stime - own.ru_utime - own.ru_stime, 1),
                     'cpu_servers': round((cpu_of(ours.processes()) - served) / 1000, 1)})
    for site in SITES:
        sql = servers.Sql(ours.socket, servers.getpass.getuser(), f'chalkline_{site}')
        sql.rows('ANALYZE TABLE people, known_names, known_circles, relationships, enrolments')
        sql.close()
    return rows


def events_of(site, role):
    """p0 reaches p1 to p2000: on the marketplace they are the only tutors, elsewhere courses or relationships tie them to p0."""
    other_role = 'student' if role == 'tutor' else 'tutor'
    events = [person(0, role)]
    for n in range(1, PEOPLE):
        events.append(person(n, other_role if n <= REACHABLE else 'student'))
    if site == 'classroom':
        events += [enrolment(batch, 0, 'tutor') for batch in range(20)]
        events += [enrolment(n % 20, n, 'student') for n in range(1, REACHABLE + 1)]
        events += [enrolment(100 + n % 1000, n, 'student') for n in range(REACHABLE + 1, PEOPLE // 2)]
    elif site == 'advisor':
        events += [relationship(0, n) for n in range(1, REACHABLE + 1)]
    return events


def event(kind, data):
    return {'type': kind, 'timestamp': '2026-11-01T08:00:00Z', 'data': data}


def named(who, role):
    return event('person.upserted', {'id': who, 'name': f'Bench {who}', 'timeZone': 'UTC', 'locale': 'en', 'roles': [role], 'standing': 'ok'})


def person(n, role):
    """Of those out of reach, one in twenty has a name that nobody within reach has."""
    far = n > REACHABLE and n % 20 == 0
    name = f'{"Zeno" if far else FIRST_NAMES[n * 7 % 10]} {LAST_NAMES[n // 10 % 20]}{"" if n % 3 else " " + str(n)}'
    return event('person.upserted', {'id': f'p{n}', 'name': name, 'timeZone': 'UTC', 'locale': 'en', 'roles': [role], 'standing': 'ok',
                                     'email': f'p{n}@example.com'})


def enrolment(batch, n, role):
    return event('enrolment.upserted', {'courseId': f'c{batch // 4}', 'batchId': f'b{batch}', 'institutionId': 'i1', 'personId': f'p{n}',
                                        'role': role, 'state': 'active'})


def relationship(tutor, student):
    return event('relationship.upserted', {'tutorId': f'p{tutor}', 'studentId': f'p{student}', 'state': 'active', 'origin': 'profile'})


# --- decide_send

def decide(ours, options):
    """The decision alone, by a program that calls it; beside a send of the same text."""
    program = f'{ours.data}/decide'
    build = os.environ.get('CHALKLINE_BUILD', f'{servers.CHECKOUT}/build/release')
    command(['g++', '-std=c++20', '-O2', '-I', f'{servers.CHECKOUT}/shared', '-o', program, f'{servers.HERE}/decide.cpp',
             f'{build}/librules.a'], 'decide.cpp does not compile')
    rows, times = [], {'send': []}
    asker = Asker(ours, 'classroom', 'p0')
    for run in range(options.runs + 1):
        took, _ = asker.measured('/api/send', options.seconds, 'sends.lua', '"to":"p1"')
        micro = json.loads(command([*measure.PRIORITY, program], 'decide'))
        if run == 0:
            continue
        times['send'].append(took)
        for name, value in micro.items():
            times.setdefault(name, []).append(value / 1000)
    for name, values in times.items():
        shares = [100 * mine / send for mine, send in zip(values, times['send'])]
        rows.append({'what': 'decide_send', 'name': name, 'us': spread([1000 * v for v in values]), 'share': spread(shares)})
    return rows


# --- parents

def parents(ours, options):
    """A parent's messages beside direct ones: what is sent, and a thread of 60 that is opened."""
    file = f'{ours.data}/family.ndjson'
    enrolled = [event('enrolment.upserted', {'courseId': 'cf', 'batchId': 'bf', 'institutionId': 'i1', 'personId': who, 'role': role,
                                             'state': 'active'}) for who, role in (('f0', 'tutor'), ('f1', 'student'))]
    link = event('parent_link.upserted', {'parentId': 'f2', 'studentId': 'f1', 'state': 'confirmed'})
    with open(file, 'w', encoding='utf-8') as out:
        out.writelines(json.dumps(each) + '\n' for each in
                       [named('f0', 'tutor'), named('f1', 'student'), named('f2', 'parent'), *enrolled, link])
    command([f'{ours.state}/bin/chalkline', 'import', '--site', 'classroom', file], 'chalkline import')
    tutor, student, parent = (Asker(ours, 'classroom', who) for who in ('f0', 'f1', 'f2'))
    about = {'tutorId': 'f0', 'studentId': 'f1'}
    for n in range(30):
        direct = tutor.ask('POST', '/api/send', {'to': 'f1', 'message': f'line {n}', 'clientId': f'bench-{n}'})['thread']['id']
        student.ask('POST', '/api/send', {'to': 'f0', 'message': f'answer {n}', 'clientId': f'bench-{n}'})
        tutor.ask('POST', '/api/parent/messages', {**about, 'message': f'line {n}', 'clientId': f'bench-p{n}'})
        parent.ask('POST', '/api/parent/messages', {**about, 'message': f'answer {n}', 'clientId': f'bench-p{n}'})
    student.ask('POST', '/api/read-receipts', {'threadId': direct, 'upTo': 60})
    # Opening a direct thread is two requests: its page, and that it was read.
    asked = {
        'page': (student, f'/api/inbox/threads/{direct}/messages?limit=50'),
        'read': (student, '/api/read-receipts', 'reads.lua', json.dumps({'threadId': direct, 'upTo': 60})),
        'parent, open': (parent, '/api/parent/messages?tutorId=f0&studentId=f1&limit=50'),
        'direct, send': (tutor, '/api/send', 'sends.lua', '"to":"f1"'),
        'parent, send': (parent, '/api/parent/messages', 'sends.lua', '"tutorId":"f0","studentId":"f1"'),
    }
    times = {name: [] for name in ('direct, open', *asked)}
    for run in range(options.runs + 1):
        took = {name: asker.measured(target, options.seconds, *script) for name, (asker, target, *script) in asked.items()}
        took['direct, open'] = [page + read for page, read in zip(took['page'], took['read'])]
        for name, each in took.items():
            if run > 0:
                times[name].append(each)
    opened = ('direct, open', 'page', 'read', 'parent, open')
    return [*rows_of('parents', {name: times[name] for name in opened}, beside='direct, open'),
            *rows_of('parents', {name: times[name] for name in ('direct, send', 'parent, send')}, beside='direct, send')]


# --- bookings

SLOTS = '/api/bookings/tutors/bt/slots?from=2026-12-01&to=2026-12-31&minutes=60'


def bookings(ours, options):
    """A month of slots, and what the booking system's events take while no scheduler runs."""
    scheduler = ours.process('scheduled')
    os.kill(scheduler, signal.SIGSTOP)
    try:
        return [*slots(ours, options), *acknowledged(ours, options)]
    finally:
        os.kill(scheduler, signal.SIGCONT)


def slots(ours, options):
    """Of a tutor who has 200 bookings in it, for a student whom the tutor has taught; beside a page of their conversation."""
    tell(ours, [named('bt', 'tutor'), *(named(f'bs{n}', 'student') for n in range(201)),
                event('relationship.upserted', {'tutorId': 'bt', 'studentId': 'bs200', 'state': 'active', 'origin': 'booking'})])
    tutor, student = Asker(ours, ours.SITE, 'bt'), Asker(ours, ours.SITE, 'bs200')
    tutor.ask('PUT', '/api/bookings/availability', {
        'timeZone': 'Europe/Berlin', 'weekly': [{'day': day, 'from': '09:00', 'to': '20:00'} for day in range(1, 7)], 'exceptions': []})
    # Eight a working day, from 09:00 in Berlin on.
    days = [day for day in range(1, 32) if datetime.date(2026, 12, day).isoweekday() < 7]
    starts = [f'2026-12-{day:02}T{8 + hour:02}:00:00Z' for day in days for hour in range(8)][:200]
    tell(ours, [booking(f'bench-{n}', 'bt', f'bs{n}', start) for n, start in enumerate(starts)])
    tell(ours, [booking('bench-taught', 'bt', 'bs200', '2026-11-20T08:00:00Z', 'completed')])
    for n in range(30):
        thread = tutor.ask('POST', '/api/send', {'to': 'bs200', 'message': f'line {n}', 'clientId': f'bench-{n}'})['thread']['id']
        student.ask('POST', '/api/send', {'to': 'bt', 'message': f'answer {n}', 'clientId': f'bench-{n}'})
    sql = ours.sql()
    sql.rows('ANALYZE TABLE people, bookings, booking_quanta, messages, thread_members')
    sql.close()
    found = {'slots': f'{len(student.ask("GET", SLOTS)["items"])} times'}
    times = in_turns(student, f'/api/inbox/threads/{thread}/messages?limit=50', {'slots': SLOTS}, options)
    return rows_of('bookings, a month of slots', times, found)


def booking(external, tutor, student, starts_at, state='confirmed'):
    return event(f'booking.{state}', {'externalId': external, 'tutorId': tutor, 'studentId': student, 'startsAt': starts_at, 'minutes': 50,
                                      'version': 1})


def acknowledged(ours, options):
    """Bookings that are told by signed deliveries, each another one; none may fail, and all must be there."""
    tell(ours, [*(named(f'at{n}', 'tutor') for n in range(50)), *(named(f'as{n}', 'student') for n in range(1000))])
    rows, told, sql = [], 0, ours.sql()
    for connections, size in ((1, 1), (4, 1), (1, 100), (4, 100)):
        rates = []
        for run in range(options.runs + 1):
            count = options.seconds * (3000 if size == 1 else 6000) // size
            before = applied(sql)
            rate = delivered(ours, [[told_booking(told + n * size + i) for i in range(size)] for n in range(count)], connections, options)
            told += count * size
            if applied(sql) - before < rate[1] * size:
                raise BenchError('an event was acknowledged and is not there')
            if run > 0:
                rates.append(rate[0] * size)
        rows.append({'what': 'bookings, acknowledged', 'name': f'{size} a delivery, {connections} at once', 'rate': spread(rates)})
    sql.close()
    return rows


def applied(sql):
    counts = dict(sql.rows("SELECT outcome, COUNT(*) FROM events GROUP BY outcome"))
    if 'failed' in counts:
        raise BenchError(f'{counts["failed"]} events failed')
    return int(counts.get('applied', 0))


def told_booking(n):
    """The n-th of them: fifty tutors, each with twenty students, hour by hour."""
    starts_at = datetime.datetime(2027, 1, 1) + datetime.timedelta(hours=n // 50)
    return booking(f'told-{uuid.uuid4()}', f'at{n % 50}', f'as{n % 50 * 20 + n // 50 % 20}', f'{starts_at.isoformat()}Z')


def deliveries_of(ours, bodies):
    """(webhook-id, webhook-timestamp, webhook-signature, body) of each."""
    with open(f'{ours.state}/sites/{ours.SITE}.yaml', encoding='utf-8') as file:
        secret = base64.b64decode(re.search(r'whsec_([A-Za-z0-9+/=]+)', file.read())[1])
    timestamp = str(int(time.time()))
    for events in bodies:
        delivery, body = f'msg_{uuid.uuid4()}', json.dumps(events[0] if len(events) == 1 else events)
        mac = hmac.new(secret, f'{delivery}.{timestamp}.{body}'.encode(), hashlib.sha256).digest()
        yield delivery, timestamp, 'v1,' + base64.b64encode(mac).decode(), body


def delivered(ours, bodies, connections, options):
    """Deliveries a second, and how many were acknowledged."""
    file = f'{ours.data}/deliveries.txt'
    with open(file, 'w', encoding='utf-8') as out:
        out.writelines('\t'.join(each) + '\n' for each in deliveries_of(ours, bodies))
    run = subprocess.run([*measure.PRIORITY, 'wrk', '-t1', f'-c{connections}', f'-d{options.seconds}', '-s', f'{servers.HERE}/deliveries.lua',
                          '-H', f'Chalkline-Now: {NOW}', f'{ours.url}/api/webhooks/bookings', '--', file],
                         capture_output=True, text=True, check=False)
    rate = re.search(r'Requests/sec:\s+([\d.]+)', run.stdout)
    if run.returncode != 0 or not rate or 'Non-2xx' in run.stdout or 'Socket errors' in run.stdout:
        raise BenchError(f'wrk /api/webhooks/bookings: {(run.stderr or run.stdout).strip()[-200:]}')
    os.unlink(file)
    return float(rate[1]), int(re.search(r'(\d+) requests in', run.stdout)[1])


def tell(ours, events):
    """By one delivery for each thousand; all are taken."""
    for at in range(0, len(events), 1000):
        delivery, timestamp, signed, body = next(deliveries_of(ours, [events[at:at + 1000]]))
        line = http.client.HTTPConnection('127.0.0.1', ours.port, timeout=60)
        line.request('POST', '/api/webhooks/bookings', body, {
            'Content-Type': 'application/json', 'Chalkline-Now': NOW, 'webhook-id': delivery, 'webhook-timestamp': timestamp, 'webhook-signature': signed})
        answer = line.getresponse()
        text = answer.read()
        if answer.status != 200 or b'failed' in text:
            raise BenchError(f'POST /api/webhooks/bookings: {answer.status} {text[:200]}')


PARTS = {'search': search, 'parents': parents, 'bookings': bookings, 'import': imports, 'people': people, 'decide': decide}


def run(options, work, out, say):
    ours = servers.Ours(work, 'ratios', options.port + 10, options)
    with ours:
        say('starting Chalkline')
        ours.start()
        if options.realtime:
            measure.take_realtime(ours)
        for name in options.parts:
            say(name)
            for row in PARTS[name](ours, options):
                out.add(row)
                print('  '.join(str(value) for value in row.values()), flush=True)
