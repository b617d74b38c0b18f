import pytest

from articles.importing.reading import read_file


@pytest.fixture
def read(tmp_path):
    """The drafts of a file of that name and content."""

    def read_content(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_file(path)

    return read_content
