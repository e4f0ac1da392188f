"""What a statement's text says of itself."""

from __future__ import annotations

from finintel.sqlfile import parameters_in


def test_a_dollar_in_a_text_a_name_or_a_comment_is_no_parameter() -> None:
    statement = """
        select 'it''s $a', "$b", x -- $c
        /* $d
           $e */ from t where y = $yes and z in ($also_1, '$f')
    """
    assert parameters_in(statement) == {"yes", "also_1"}
