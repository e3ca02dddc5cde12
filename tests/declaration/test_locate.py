"""Where the keys of a TOML text stand."""

from cpcs_harness.declaration.locate import lines_of, long_key

TEXT = '''\
# a = "comment"
a = "[x]\\" # no comment"   # a comment [ with a bracket
b = """
c = 1
[not-a-table] \\"""
"""
d.e = [
  "]", # ]
  { f = "}" },
]
"g.h" = \'\'\'
i = '\'\'\'
[ t . "u v" ]
w = 1
[[list]]
x = 1
[list.sub]
y = 2
[[list]]
x = { in = 1 }
[[list.inner]]
z = 1
'''


def test_each_key_and_table_has_its_line():
    assert lines_of(TEXT) == {
        ("a",): 2,
        ("b",): 3,
        ("d", "e"): 7,
        ("g.h",): 11,
        ("t", "u v"): 13,
        ("t", "u v", "w"): 14,
        ("list", 0): 15,
        ("list", 0, "x"): 16,
        ("list", 0, "sub"): 17,
        ("list", 0, "sub", "y"): 18,
        ("list", 1): 19,
        ("list", 1, "x"): 20,
        ("list", 1, "inner", 0): 21,
        ("list", 1, "inner", 0, "z"): 22,
    }


def test_lines_are_counted_with_either_line_end():
    assert lines_of("a = 1\r\n\r\n[b]\r\nc = 2\r\n") == {("a",): 1, ("b",): 3, ("b", "c"): 4}


def test_only_a_key_of_very_many_parts_is_long():
    assert long_key("\n" + ".".join(["a"] * 21) + " = 1") == 2
    assert long_key('x."y z"."' + '"."'.join("a" * 30) + '" = 1') == 1
    assert (
        long_key(".".join(["a"] * 20) + ' = "One. Two. Three. And so on, in many sentences. Really. Yes."')
        == 0
    )
