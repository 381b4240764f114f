"""One measurement each: what wrk gets from a server, and what the database answers to our bare statements."""

import json
import os
import re
import subprocess

import servers
from servers import BenchError


PRIORITY = []  # what goes before the commands that make load


def take_realtime(*found):
    """Real-time priority for all processes of servers, and for the load from now on."""
    PRIORITY[:] = ['chrt', '--rr', '10']
    for server in found:
        for pid in server.processes():
            subprocess.run(['chrt', '--rr', '--all-tasks', '--pid', '10', str(pid)], capture_output=True, check=False)


def wrk(peer_folder, arguments, name, operation, connections, seconds):
    """Runs the peer's tools/measure.py once; the line it writes."""
    out = f'/tmp/chalkline-bench-{os.getpid()}.jsonl'
    try:
        done = subprocess.run(
            [*PRIORITY, 'python3', f'{peer_folder}/tools/measure.py', '--out', out, '--name', name, '--op', operation, '--conns',
             str(connections), '--dur', str(seconds), '--warm', '0', '--reps', '1', '--noise', '100000', '--keep-invalid',
             *arguments], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise BenchError(f'measure.py, {name} {operation}: ' + (done.stdout + done.stderr).strip().splitlines()[-1])
        with open(out, encoding='utf-8') as file:
            result = json.loads(file.read().splitlines()[-1])
    finally:
        if os.path.exists(out):
            os.unlink(out)
    failed = result['non2xx'] + result['sock_err'] + result['app_err']
    if failed > result['requests'] * 0.001 or result['requests'] == 0:
        raise BenchError(f"{name} {operation}, {connections} connections: {failed} of {result['requests']} requests failed")
    return result


def http(server, operation, connections, seconds):
    groups = server.groups(operation)
    arguments = ['--url', server.url, '--lua', server.lua, '--sock', server.socket]
    for name, file in groups.items():
        arguments += ['--group', f'{name}={file}']
    result = wrk(server.tools, [*arguments, '--', server.data, operation], type(server).__name__.lower(), operation,
                 connections, seconds)
    result['memory'] = memory(groups[server.handlers])
    return result


def empty(peer, connections, seconds):
    arguments = ['--url', f'{peer.url}/fcgi4', '--lua', f'{peer.folder}/lua/get.lua']
    for name, file in peer.empty_groups().items():
        arguments += ['--group', f'{name}={file}']
    return wrk(peer.folder, arguments, 'empty', 'get', connections, seconds)


def raw(ours, program, script, connections, seconds):
    done = subprocess.run([*PRIORITY, program, ours.socket, ours.DATABASE, ours.password(), ours.DATABASE, script, str(connections),
                           str(seconds)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BenchError(done.stderr.strip().splitlines()[-1] if done.stderr else 'raw failed')
    result = json.loads(done.stdout)
    return {'rps': result.pop('rate'), **result}


def memory(pid_file):
    """Megabytes of each handler process below the one in the file: resident, and its share of what is shared."""
    with open(pid_file, encoding='utf-8') as file:
        parent = int(file.read().split()[0])
    found = []
    for pid in servers.children(parent):
        with open(f'/proc/{pid}/smaps_rollup', encoding='utf-8') as file:
            text = file.read()
        size = {name: int(re.search(rf'^{name}:\s+(\d+)', text, re.M)[1]) / 1024 for name in ('Rss', 'Pss')}
        found.append({'rss': round(size['Rss'], 1), 'pss': round(size['Pss'], 1)})
    return found
