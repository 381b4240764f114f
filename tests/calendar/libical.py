"""What libical, another reader than ical.js, makes of a calendar: standard input to a line of JSON.

Words: zones whose clocks are to be told beside UTC, as libical has them from the system's tzdata.
"""

import ctypes
import json
import sys

ANY_PROPERTY = 0


class Time(ctypes.Structure):
    """struct icaltimetype"""
    _fields_ = [(name, ctypes.c_int) for name in
                ('year', 'month', 'day', 'hour', 'minute', 'second', 'is_date', 'is_daylight')] + [('zone', ctypes.c_void_p)]


def declared(name, result, *arguments):
    function = getattr(LIBRARY, name)
    function.restype, function.argtypes = result, arguments
    return function


LIBRARY = ctypes.CDLL('libical.so.3')
POINTER, TEXT, INT = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
parse = declared('icalparser_parse_string', POINTER, TEXT)
count_errors = declared('icalcomponent_count_errors', INT, POINTER)
meets_restrictions = declared('icalrestriction_check', INT, POINTER)
kind_of = declared('icalcomponent_string_to_kind', INT, TEXT)
first_component = declared('icalcomponent_get_first_component', POINTER, POINTER, INT)
next_component = declared('icalcomponent_get_next_component', POINTER, POINTER, INT)
first_property = declared('icalcomponent_get_first_property', POINTER, POINTER, INT)
next_property = declared('icalcomponent_get_next_property', POINTER, POINTER, INT)
name_of = declared('icalproperty_get_property_name', TEXT, POINTER)
value_of = declared('icalproperty_get_value_as_string', TEXT, POINTER)
start_of = declared('icalcomponent_get_dtstart', Time, POINTER)
end_of = declared('icalcomponent_get_dtend', Time, POINTER)
summary_of = declared('icalcomponent_get_summary', TEXT, POINTER)
utc = declared('icaltimezone_get_utc_timezone', POINTER)()
zone_named = declared('icaltimezone_get_builtin_timezone', POINTER, TEXT)
in_zone = declared('icaltime_convert_to_zone', Time, Time, POINTER)
seconds_of = declared('icaltime_as_timet_with_zone', ctypes.c_long, Time, POINTER)


def properties(component):
    found = {}
    each = first_property(component, ANY_PROPERTY)
    while each:
        found[name_of(each).decode()] = value_of(each).decode()
        each = next_property(component, ANY_PROPERTY)
    return found


def clock(time):
    return f'{time.year:04}-{time.month:02}-{time.day:02} {time.hour:02}:{time.minute:02}'


def event(component, zones):
    start, end = start_of(component), end_of(component)
    return {**properties(component), 'summary': summary_of(component).decode(), 'isUtc': start.zone == utc,
            'start': seconds_of(start, utc), 'end': seconds_of(end, utc),
            'clocks': {name: clock(in_zone(start, zone)) for name, zone in zones.items()}}


def main():
    calendar = parse(sys.stdin.buffer.read())
    if not calendar:
        sys.exit('libical cannot read it')
    zones = {name: zone_named(name.encode()) for name in sys.argv[1:]}
    kind, events = kind_of(b'VEVENT'), []
    each = first_component(calendar, kind)
    while each:
        events.append(event(each, zones))
        each = next_component(calendar, kind)
    print(json.dumps({**properties(calendar), 'errors': count_errors(calendar),
                      'meetsRestrictions': bool(meets_restrictions(calendar)), 'events': events}))


main()
