"""Small entry lists to match against."""

ENTRIES = [
    {
        "id": "opening-hours",
        "phrasings": [
            "when is the library open",
            "opening hours of the library",
            "are you closed on sundays",
        ],
    },
    {
        "id": "membership",
        "phrasings": [
            "how do i become a member",
            "get a membership card",
            "register as a new reader",
        ],
    },
    {
        "id": "late-return",
        "phrasings": [
            "what happens when i return a book late",
            "fees for overdue books",
            "penalty after the deadline",
        ],
    },
    {
        "id": "quiet-room",
        "phrasings": [
            "is there a quiet room to study",
            "silent workplace for students",
            "can i reserve a desk",
        ],
    },
    {
        "id": "printing",
        "phrasings": [
            "where can i print and copy",
            "printer and scanner prices",
            "colour printing per page",
        ],
    },
]
"""Five entries about a library, which share few words."""

TWO = ENTRIES[:2]
