"""What we owe people: messages, what became of them, and who asked us to stop."""

from backend.messaging.models.inbound import InboundState, InboundText
from backend.messaging.models.message import RANKS, Channel, Message, MessageState
from backend.messaging.models.opt_out import OptOut
from backend.messaging.models.pace import SenderPace
from backend.messaging.models.pause import ChannelPause
from backend.messaging.models.status_callback import StatusCallback
from backend.messaging.models.wording import Wording

__all__ = [
    "RANKS",
    "Channel",
    "ChannelPause",
    "InboundState",
    "InboundText",
    "Message",
    "MessageState",
    "OptOut",
    "SenderPace",
    "StatusCallback",
    "Wording",
]
