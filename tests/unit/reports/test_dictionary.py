from cockpit.contracts.dataset import Personal, datasets
from cockpit.reports import dictionary


def test_the_data_dictionary_is_in_step_with_the_contracts() -> None:
    written = dictionary.PAGE.read_text(encoding="utf-8")
    assert written == dictionary.render(), "kør: python -m cockpit.reports.dictionary"


def test_every_field_has_a_line_and_hidden_ones_have_none() -> None:
    page = dictionary.render()
    for dataset in datasets().values():
        section = page.split(f"(`{dataset.name}`)")[1].split("\n## ")[0]
        for field in dataset.fields:
            line = f"| {field.heading} | `{field.name}` |"
            assert (line in section) is not field.hidden


def test_every_class_of_personal_data_has_a_word() -> None:
    assert set(dictionary.PERSONAL_WORDS) == set(Personal)
