"""What can be wrong with a call of content, and the standards' codes and words for it."""

from collections.abc import Mapping
from enum import Enum, auto


class Trouble(Enum):
    """What is wrong with a call that was made at a time when it may be made."""

    UNKNOWN_FUNCTION = auto()
    ARGUMENT = auto()
    TOO_MUCH = auto()
    NOT_A_NAME = auto()
    UNDEFINED = auto()
    UNIMPLEMENTED = auto()
    NO_CHILDREN = auto()
    NO_COUNT = auto()
    NO_SUCH_INDEX = auto()
    OUT_OF_ORDER = auto()
    KEYWORD = auto()
    READ_ONLY = auto()
    WRITE_ONLY = auto()
    NOT_SET = auto()
    TYPE = auto()
    LIMIT = auto()
    RANGE = auto()
    DEPENDENCY = auto()
    NOT_ALLOWED = auto()


class Refusal(Exception):
    """A call that is answered with an error.

    Attributes:
        trouble: what is wrong; the code itself where the call comes at a wrong time.
        diagnostic: the same in a sentence, with the names and limits that matter; no longer than
            SCORM 1.2 allows.
    """

    def __init__(self, trouble: Trouble | int, diagnostic: str) -> None:
        super().__init__(diagnostic)
        self.trouble = trouble
        self.diagnostic = diagnostic[:255]


# The codes of a function by the time of the call: before Initialize, between that and Terminate
# (when it may be called, but for Initialize), after Terminate, and after another launch.
WhenCalled = Mapping[str, tuple[int, int, int, int]]

# SCORM 1.2 RTE, 3.3.2: a call after LMSFinish is one that finds nothing initialized.
CODES_12: Mapping[Trouble, int] = {
    Trouble.UNKNOWN_FUNCTION: 101,
    Trouble.TOO_MUCH: 101,
    Trouble.ARGUMENT: 201,
    Trouble.NOT_A_NAME: 201,
    Trouble.UNDEFINED: 201,
    Trouble.NO_SUCH_INDEX: 201,
    Trouble.OUT_OF_ORDER: 201,
    Trouble.NOT_ALLOWED: 201,
    Trouble.NO_CHILDREN: 202,
    Trouble.NO_COUNT: 203,
    Trouble.UNIMPLEMENTED: 401,
    Trouble.KEYWORD: 402,
    Trouble.READ_ONLY: 403,
    Trouble.WRITE_ONLY: 404,
    Trouble.TYPE: 405,
    Trouble.LIMIT: 405,
    Trouble.RANGE: 405,
}
TIMES_12: WhenCalled = {
    "initialize": (0, 101, 101, 101),
    **dict.fromkeys(("terminate", "get", "set", "commit"), (301, 0, 301, 101)),
}
WORDS_12: Mapping[int, str] = {
    0: "No error",
    101: "General exception",
    201: "Invalid argument error",
    202: "Element cannot have children",
    203: "Element not an array. Cannot have count",
    301: "Not initialized",
    401: "Not implemented error",
    402: "Invalid set value, element is a keyword",
    403: "Element is read only",
    404: "Element is write only",
    405: "Incorrect data type",
}

# SCORM 2004 RTE, 3.1.7.
CODES_2004: Mapping[Trouble, int] = {
    Trouble.UNKNOWN_FUNCTION: 101,
    Trouble.ARGUMENT: 201,
    Trouble.NOT_A_NAME: 301,
    Trouble.NO_CHILDREN: 301,
    Trouble.NO_COUNT: 301,
    Trouble.NO_SUCH_INDEX: 301,
    Trouble.TOO_MUCH: 351,
    Trouble.OUT_OF_ORDER: 351,
    Trouble.NOT_ALLOWED: 351,
    Trouble.UNDEFINED: 401,
    Trouble.UNIMPLEMENTED: 402,
    Trouble.NOT_SET: 403,
    Trouble.KEYWORD: 404,
    Trouble.READ_ONLY: 404,
    Trouble.WRITE_ONLY: 405,
    Trouble.TYPE: 406,
    Trouble.LIMIT: 406,
    Trouble.RANGE: 407,
    Trouble.DEPENDENCY: 408,
}
TIMES_2004: WhenCalled = {
    "initialize": (0, 103, 104, 102),
    "terminate": (112, 0, 113, 111),
    "get": (122, 0, 123, 301),
    "set": (132, 0, 133, 351),
    "commit": (142, 0, 143, 391),
}
WORDS_2004: Mapping[int, str] = {
    0: "No Error",
    101: "General Exception",
    102: "General Initialization Failure",
    103: "Already Initialized",
    104: "Content Instance Terminated",
    111: "General Termination Failure",
    112: "Termination Before Initialization",
    113: "Termination After Termination",
    122: "Retrieve Data Before Initialization",
    123: "Retrieve Data After Termination",
    132: "Store Data Before Initialization",
    133: "Store Data After Termination",
    142: "Commit Before Initialization",
    143: "Commit After Termination",
    201: "General Argument Error",
    301: "General Get Failure",
    351: "General Set Failure",
    391: "General Commit Failure",
    401: "Undefined Data Model Element",
    402: "Unimplemented Data Model Element",
    403: "Data Model Element Value Not Initialized",
    404: "Data Model Element Is Read Only",
    405: "Data Model Element Is Write Only",
    406: "Data Model Element Type Mismatch",
    407: "Data Model Element Value Out Of Range",
    408: "Data Model Dependency Not Established",
}
