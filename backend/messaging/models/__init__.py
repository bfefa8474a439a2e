"""What we owe people: messages, what became of them, and who asked us to stop."""

from backend.messaging.models.message import RANKS, Channel, Message, MessageState
from backend.messaging.models.opt_out import OptOut
from backend.messaging.models.pause import ChannelPause
from backend.messaging.models.status_callback import StatusCallback

__all__ = [
    "RANKS",
    "Channel",
    "ChannelPause",
    "Message",
    "MessageState",
    "OptOut",
    "StatusCallback",
]
