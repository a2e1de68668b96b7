from certificates import kept_pictures
from certificates.kept_pictures import KeptPicture


class Stream:
    """As much of WeasyPrint's stream as a picture needs."""

    def __init__(self, resources):
        self._resources, self.stream, self.compress = resources, [], True

    def clone(self, resources):
        return Stream(resources)

    def push_state(self):
        self.stream.append(b"q")

    def pop_state(self):
        self.stream.append(b"Q")

    @property
    def data(self):
        assert not self.compress
        return b"<<>>\nstream\n" + b"\n".join(self.stream) + b"\nendstream"


class Image:
    drawn = 0

    def get_intrinsic_size(self, resolution, font_size):
        return resolution, font_size, 1

    def draw(self, stream, width, height, style):  # noqa: ARG002 - WeasyPrint's signature
        self.drawn += 1
        stream._resources["ExtGState"]["a0.5"] = 0.5
        stream.stream.append(b"%d %d re" % (width, height))


def test_a_picture_is_drawn_once_a_size_and_repeated():
    image = Image()
    picture = KeptPicture(image)
    for width, repeats in ((4, 2), (8, 3)):
        for _ in range(repeats):
            page = Stream({"ExtGState": {}})
            picture.draw(page, width, 2, None)
            assert page.stream == [b"q", b"%d 2 re" % width, b"Q"]
            assert page._resources == {"ExtGState": {"a0.5": 0.5}}
    assert image.drawn == 2
    assert picture.get_intrinsic_size(1, 2) == (1, 2, 1)


def test_one_drawing_is_one_picture():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1" width="2mm" height="1mm"/>'
    assert kept_pictures.kept(svg) is kept_pictures.kept(svg)
