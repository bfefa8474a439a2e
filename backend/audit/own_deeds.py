"""What a coordinator does at an institution by own right, not for its leader.

Everything else that a coordinator does to an institution's rows is logged with the leader's name
too: a deed that is missing here is logged with a name too many, never with one too few.
"""

BY_OWN_RIGHT = frozenset(
    {
        # Needs that wait for an answer.
        "approve_task",
        "send_back_task",
        # The organisation and its roles.
        "create_institution",
        "update_institution",
        "close_institution",
        "reopen_institution",
        "give_role",
        "take_role",
        "change_role",
        # Help to leaders.
        "take_help_call",
        "answer_help_call",
        "close_help_call",
        "reopen_help_call",
        "note_visit",
        "send_friendly_reminder",
        # Talks, in the coordinator's own name.
        "write_line",
        "settle_thread",
        "open_disagreement",
        "note_talk",
        "close_disagreement",
        # What the project group decides, also about one place.
        "draft_criterion",
        "change_criterion",
        "activate_criterion",
        "end_criterion",
        "enter_value",
        # Events are the municipality's.
        "plan_event",
        "change_event",
        "cancel_event",
        "call_to_event",
        "invite_to_event",
        "mark_presence",
        "count_heads",
        "plan_order",
        "decline_order",
        # What is shared is answered, followed up and tidied in the coordinator's own name.
        "send_suggestion",
        "look_at_suggestion",
        "answer_suggestion",
        "start_initiative",
        "register_result",
        "retire_example",
        "take_down_story",
    }
)
