"""Edits of an NHS 111 message, by which one thing in it is made wrong."""

import copy

from lxml import etree

NS = {
    "s": "http://schemas.xmlsoap.org/soap/envelope/",
    "a": "http://www.w3.org/2005/08/addressing",
    "wsse": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
    "wsu": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
    "itk": "urn:nhs-itk:ns:201005",
    "h": "urn:hl7-org:v3",
    "npfitlc": "NPFIT:HL7:Localisation",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
DOCUMENT = ".//h:ClinicalDocument"
OID = "2.16.840.1.113883.2.1.3.2.4"


def found(root, path):
    """Find the one element that is to be edited; a path that leads nowhere is a mistake of the test."""
    node = root.find(path.replace("DOC", DOCUMENT), NS)
    assert node is not None, path
    return node


def put(path, attribute, value):
    """Give an attribute another value."""
    name = f"{{{NS[attribute.split(':')[0]]}}}{attribute.split(':')[1]}" if ":" in attribute else attribute
    return lambda root: found(root, path).set(name, value)


def strip(path, attribute):
    """Take an attribute away."""

    def strip(root):
        del found(root, path).attrib[attribute]

    return strip


def say(path, text):
    """Give an element another text, and no children."""

    def say(root):
        node = found(root, path)
        for inner in list(node):
            node.remove(inner)
        node.text = text

    return say


def drop(path):
    """Take an element away, with what follows it up to the next."""

    def drop(root):
        node = found(root, path)
        node.getparent().remove(node)

    return drop


def add(path, xml, at=None):
    """Add an element as the last child, or at a position."""

    def add(root):
        declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NS.items())
        made = etree.fromstring(f"<wrap {declared}>{xml}</wrap>")[0]
        node = found(root, path)
        node.insert(len(node) if at is None else at, made)

    return add


def twice(path):
    """Let an element stand twice."""

    def twice(root):
        node = found(root, path)
        node.addnext(copy.deepcopy(node))

    return twice


def move_first(path):
    """Put an element before its siblings."""

    def move_first(root):
        node = found(root, path)
        node.getparent().insert(0, node)

    return move_first


def edited(body, *edits):
    """Apply edits to a message, and give its bytes."""
    root = etree.fromstring(body)
    for edit in edits:
        edit(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
