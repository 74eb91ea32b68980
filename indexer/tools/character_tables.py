#!/usr/bin/env python3
"""Writes indexer/src/marc/charset/tables.txt: what each code of MARC-8 and ISO 5426 means in Unicode.

The facts are those of the Library of Congress code tables for MARC-8 and of ISO 5426:1983. They are enumerated with
yaz-iconv (Debian package yaz, 5.34), which is asked for every code of every set; nothing but the answers is kept.

    python3 indexer/tools/character_tables.py > indexer/src/marc/charset/tables.txt
"""
import subprocess

ESC = b"\x1b"
SINGLE_BYTE_SETS = [  # name, what selects the set into the codes 21-7E, where its codes lie when nothing selects it
    ("ansel", "marc8", None),
    ("greek_symbols", "marc8", ESC + b"g"),
    ("subscript", "marc8", ESC + b"b"),
    ("superscript", "marc8", ESC + b"p"),
    ("hebrew", "marc8", ESC + b"(2"),
    ("cyrillic", "marc8", ESC + b"(N"),
    ("cyrillic_extended", "marc8", ESC + b"(Q"),
    ("arabic", "marc8", ESC + b"(3"),
    ("arabic_extended", "marc8", ESC + b"(4"),
    ("greek", "marc8", ESC + b"(S"),
    ("iso5426", "iso5426", None),
]


def ask(charset, data):
    done = subprocess.run(["yaz-iconv", "-f", charset, "-t", "utf-8"], input=data, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def single(charset, select, code):
    """Code point in hexadecimal, with + before it where it combines with the letter that follows; - where unused."""
    if select is None:
        answer = ask(charset, bytes([code | 0x80]) + b"@@")
    else:
        answer = ask(charset, select + bytes([code]) + (ESC + b"s" if select[1:2] in b"gbp" else ESC + b"(B") + b"@@")
    found = answer.replace("@", "", 2)
    if len(found) != 1:
        return "-"
    return ("+" if answer.startswith("@") else "") + f"{ord(found):04x}"


def rows(entries, width):
    """Lines of a first code and the meanings of the codes that follow it, holes as -, empty lines left out."""
    lines = []
    for start in range(0, len(entries), width):
        chunk = entries[start : start + width]
        codes = [meaning for _, meaning in chunk]
        while codes and codes[-1] == "-":
            codes.pop()
        if codes:
            lines.append(" ".join([chunk[0][0]] + codes))
    return lines


def eacc_codes(first):
    return [(first, second, third) for second in range(0x21, 0x7F) for third in range(0x20, 0x80)]


def ask_eacc(codes, padding):
    """Meanings in order, None where there is none or the tool stumbled."""
    data = b" " * padding + b"".join(ESC + b"$1" + bytes(code) + ESC + b"(B|" for code in codes)
    answers = ask("marc8", data)[padding:].split("|")[:-1]
    assert len(answers) == len(codes)
    return [answer if len(answer) == 1 and answer != " " else None for answer in answers]


def eacc():
    """yaz-iconv loses a character now and then where its buffer ends: two passes with shifted input tell these."""
    lines = []
    for first in range(0x21, 0x7F):
        codes = eacc_codes(first)
        entries = []
        for code, one, other in zip(codes, ask_eacc(codes, 0), ask_eacc(codes, 101)):
            meaning = one if one == other else ask_eacc([code], 0)[0]
            entries.append((bytes(code).hex(), f"{ord(meaning):04x}" if meaning else "-"))
        lines += rows(entries, 16)
    return lines


def main():
    print("# Written by indexer/tools/character_tables.py; do not edit.")
    print("# Facts: Library of Congress MARC-8 code tables (eacc included) and ISO 5426:1983, enumerated with yaz-iconv 5.34.")
    print("# A line: the first code, then the code points of it and the codes after it; - unused, + combines with what follows.")
    for name, charset, select in SINGLE_BYTE_SETS:
        print("set", name)
        entries = [(f"{code:02x}", single(charset, select, code)) for code in range(0x20, 0x80)]
        print("\n".join(rows(entries, 16)))
    print("set eacc")
    print("\n".join(eacc()))


main()
