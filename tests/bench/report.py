"""Results as they come, and the tables at the end."""

import json
import os
import platform
import statistics
import time

TITLES = {'list': 'inbox, 20 of 50', 'messages': 'newest 50 messages', 'unread': 'unread', 'mark': 'mark read',
          'send': 'send'}


class Results:
    def __init__(self, path):
        self.path = path
        self.rows = []
        self.statements = {}
        os.makedirs(path, exist_ok=True)
        self.lines = open(f'{path}/results.jsonl', 'w', encoding='utf-8')  # noqa: SIM115, open until the end

    def add(self, row):
        self.rows.append(row)
        self.lines.write(json.dumps(row) + '\n')
        self.lines.flush()

    def keep_statements(self, operation, opening, request):
        self.statements[operation] = (opening, request)

    def of(self, what, operation, connections):
        return [row for row in self.rows if (row['what'], row['operation'], row['connections']) == (what, operation, connections)]

    def rates(self, what, operation, connections):
        if what == 'B':
            pairs = zip(self.rates('H', operation, connections), self.rates('D', operation, connections))
            return [1 / (1 / h + 1 / d) for h, d in pairs]
        return [row['rps'] for row in self.of(what, operation, connections)]

    def ratios(self, one, other, operation, connections):
        """Run by run, so that both had the same minute of the machine."""
        return [a / b for a, b in zip(self.rates(one, operation, connections), self.rates(other, operation, connections))]

    def middle(self, what, operation, connections, *keys):
        values = []
        for row in self.of(what, operation, connections):
            for key in keys:
                row = row[key]
            values.append(row)
        return statistics.median(values)


def spread(values, digits=0):
    return ' / '.join(f'{v:,.{digits}f}' for v in (min(values), statistics.median(values), max(values)))


def cell_line(out, cell):
    at = (cell['operation'], cell['connections'])
    last = {what: out.rates(what, *at)[-1] for what in ('ours', 'peer', 'H', 'D', 'B')}
    return (f"{at[0]:9} c{at[1]:<3} #{cell['run']}  ours {last['ours']:8,.0f}/s  peer {last['peer']:8,.0f}  H {last['H']:8,.0f}"
            f"  D {last['D']:8,.0f}  B {last['B']:8,.0f}   ÷ peer {last['ours'] / last['peer']:5.2f}  ÷ B {last['ours'] / last['B']:5.2f}")


def table(head, rows):
    return '\n'.join(['| ' + ' | '.join(head) + ' |', '|' + '---|' * len(head), *('| ' + ' | '.join(map(str, row)) + ' |' for row in rows)]) + '\n'


def machine():
    with open('/proc/cpuinfo', encoding='utf-8') as file:
        model = next((line.split(':', 1)[1].strip() for line in file if line.startswith('model name')), 'unknown')
    return f'{os.cpu_count()} × {model}, Linux {platform.release()}'


def write_comparison(out, options, pools):
    cells = [(operation, c) for operation in options.operations for c in options.connections]
    text = f"""# Benchmark, {time.strftime('%F %H:%M', time.gmtime())} UTC

{machine()}. {options.messages:,} messages in each database. {options.runs} runs of {options.seconds} s of each measurement{', with real-time priority' if options.realtime else ''}, ours, the
peer's, H and D in turns. Handler processes: {', '.join(f'{name} {count}' for name, count in sorted(pools.items()))}; the peer's php-fpm: 4.
Where three figures stand, they are min / median / max; ratios are taken run by run.

## Rates, requests/s

"""
    text += table(('operation', 'connections', 'ours', 'peer', 'D', 'H', 'B', 'ours ÷ peer', 'ours ÷ B'), (
        (TITLES[op], str(c), *(spread(out.rates(what, op, c)) for what in ('ours', 'peer', 'D', 'H', 'B')),
         spread(out.ratios('ours', 'peer', op, c), 2), spread(out.ratios('ours', 'B', op, c), 2)) for op, c in cells))
    text += '\n## Latency (medians of the runs, ms) and SQL statements per request\n\n'
    text += table(('operation', 'connections', 'ours p50', 'p95', 'p99', 'peer p50', 'p95', 'p99', 'SQL ours', 'SQL peer'), (
        (TITLES[op], str(c), *(f"{out.middle(what, op, c, f'p{p}_ms'):.2f}" for what in ('ours', 'peer') for p in (50, 95, 99)),
         *(f"{out.middle(what, op, c, 'per_req', 'Questions'):.2f}" for what in ('ours', 'peer'))) for op, c in cells))
    text += '\n## CPU, ms per request (medians)\n\n'
    text += table(('operation', 'connections', 'ours: MariaDB', 'handlers', 'nginx', 'wrk', 'peer: MariaDB', 'php-fpm', 'nginx', 'wrk',
                   'elsewhere on the machine, % of one core: ours', 'peer'),
                  (cpu_row(out, op, c) for op, c in cells))
    text += '\n## Memory of a handler process, MB (largest seen)\n\n'
    text += table(('operation', 'ours resident', 'ours share (PSS)', 'php-fpm resident', 'php-fpm share'), (
        (TITLES[op], *(largest(out, what, op, size) for what in ('ours', 'peer') for size in ('rss', 'pss'))) for op in options.operations))
    text += '\n## Goals\n\n' + goals(out, options)
    text += '\n## The statements of D\n'
    for operation, (opening, request) in out.statements.items():
        text += f'\n{TITLES[operation]}\n\n```sql\n' + ';\n'.join([*opening, *request]) + ';\n```\n'
    write(out, text)


def cpu_row(out, op, c):
    row = [TITLES[op], str(c)]
    for what, groups in (('ours', ('db', 'handlers', 'nginx')), ('peer', ('db', 'fpm', 'nginx'))):
        row += [f"{out.middle(what, op, c, 'cpu_ms_per_req', group):.3f}" for group in groups]
        row.append(f"{statistics.median(r['cpu_pct']['wrk'] * 10 / r['rps'] for r in out.of(what, op, c)):.3f}")
    return row + [f"{out.middle(what, op, c, 'cpu_pct', 'other'):.0f}" for what in ('ours', 'peer')]


def largest(out, what, op, size):
    return f"{max(process[size] for row in out.rows if row['what'] == what and row['operation'] == op for process in row['memory']):.1f}"


def goals(out, options):
    lines = []
    for op in options.operations:
        factor = 1.5 if op == 'send' else 3
        for c in options.connections:
            for name, other, goal in (('the peer', 'peer', factor), ('B', 'B', 0.7)):
                got = statistics.median(out.ratios('ours', other, op, c))
                lines.append((TITLES[op], str(c), f'≥ {goal} × {name}', f'{got:.2f}', 'reached' if got >= goal else 'missed'))
        if op in ('list', 'messages', 'unread'):
            got = max(out.middle('ours', op, c, 'per_req', 'Questions') for c in options.connections)
            lines.append((TITLES[op], 'all', '≤ 2 statements', f'{got:.2f}', 'reached' if got < 2.1 else 'missed'))
        got = float(largest(out, 'ours', op, 'rss'))
        lines.append((TITLES[op], 'all', 'a handler ≤ 12 MB resident', f'{got:.1f}', 'reached' if got <= 12 else 'missed'))
    return table(('operation', 'connections', 'goal', 'measured', ''), lines)


def write_scale(out, options):
    small, large = options.sizes
    rows, worst = [], 0
    for op in ('list', 'messages'):
        for c in options.connections:
            slower = statistics.median(out.rates(small, op, c)) / statistics.median(out.rates(large, op, c))
            worst = max(worst, slower)
            rows.append((TITLES[op], str(c), *(spread(out.rates(size, op, c)) for size in options.sizes),
                         *(f"{out.middle(size, op, c, 'p50_ms'):.2f}" for size in options.sizes), f'{slower:.2f}'))
    write(out, f"""# Benchmark of size, {time.strftime('%F %H:%M', time.gmtime())} UTC

{machine()}. Requests/s, min / median / max of {options.runs} runs of {options.seconds} s, both sizes in turns.
Goal: no slower than 1.2 ×; the worst is {worst:.2f}: {'reached' if worst <= 1.2 else 'missed'}.

""" + table(('operation', 'connections', f'{small:,} messages', f'{large:,} messages', f'p50 ms at {small:,}', f'at {large:,}',
             'ratio of the medians'), rows))


def write(out, text):
    with open(f'{out.path}/results.md', 'w', encoding='utf-8') as file:
        file.write(text)


def write_ratios(out, options):
    def of(part):
        return [row for row in out.rows if row['what'].split(',')[0].split(':')[0] == part]

    text = f"""# Dearer requests, {time.strftime('%F %H:%M', time.gmtime())} UTC

{machine()}. {options.runs} runs of {options.seconds} s{', with real-time priority' if options.realtime else ''}, one connection; min / **median** / max.

"""
    for part in ('search', 'parents', 'bookings', 'people'):
        text += table(('', 'asked', 'found', 'ms', '÷ page of 50', 'CPU ms', '÷ page of 50'),
                      ((row['what'], row['name'], row['note'], row['ms'], row['ms_ratio'], row['cpu'], row['cpu_ratio'])
                       for row in of(part) if 'ms' in row)) + '\n'
    text += table(('', 'events', 'seconds', 'events/s', 'CPU s: importer', 'servers'),
                  ((row['what'], f"{row['events']:,}", row['seconds'], f"{row['rate']:,}", row['cpu_importer'], row['cpu_servers'])
                   for row in of('import'))) + '\n'
    text += table(('scheduler stopped', 'events/s'), ((row['name'], row['rate']) for row in of('bookings') if 'rate' in row)) + '\n'
    text += table(('', 'µs', '% of a send'), ((row['name'], row['us'], row['share']) for row in of('decide_send')))
    write(out, text)
