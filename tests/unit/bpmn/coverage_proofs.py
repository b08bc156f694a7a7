"""Which test runs each executed construct, "file::name" by section and name."""

from __future__ import annotations

_EVENTS, _MORE, _LOOPS, _WAYS = "test_events.py", "test_more_events.py", "test_loops.py", "test_splits_and_joins.py"
_STARTS, _THROWN = "test_starts.py", "test_thrown_messages.py"
_HANDLERS, _SIGNALS = "test_handlers.py", "test_signals.py"
_ORDINARY, _CALLS = "test_ordinary_way.py", "test_calls_and_mappings.py"

_UNDONE, _CANCELLED = "test_compensation.py", "test_transactions.py"

_ACTIVITIES = {
    "user task": f"{_ORDINARY}::test_effects_of_a_start_in_order",
    "service task": f"{_CALLS}::test_a_call_says_all_its_worker_needs",
    "send task": f"{_CALLS}::test_a_call_says_all_its_worker_needs",
    "send task, to another dossier": f"{_THROWN}::test_a_message_leaves_with_its_key_and_the_variables_of_the_input_mappings",
    "receive task": f"{_EVENTS}::test_a_message_is_awaited_and_delivered",
    "script task": f"{_CALLS}::test_a_script_writes_its_result_or_what_its_outputs_map",
    "business rule task": "test_decisions.py::test_a_decision_is_made_at_once_and_its_result_kept",
    "manual task": "test_passing_tasks.py::test_a_manual_task_completes_upon_activation",
    "task without type": "test_passing_tasks.py::test_a_manual_task_completes_upon_activation",
    "transaction": f"{_CANCELLED}::test_a_cancelled_transaction_is_undone_and_left_by_its_cancel_event",
    "activity for compensation": f"{_UNDONE}::test_completed_activities_are_compensated_last_first",
    "call activity": "test_called_processes.py::test_a_called_process_runs_inside_and_the_call_ends_with_it",
    "ad-hoc sub-process": "test_ad_hoc.py::test_the_list_says_what_is_started",
    "sub-process": f"{_EVENTS}::test_a_sub_process_waits_for_all_its_tokens_and_can_be_entered_again",
    "multiple instances, parallel": f"{_LOOPS}::test_parallel_instances_are_open_at_once_each_with_its_item",
    "multiple instances, sequential": f"{_LOOPS}::test_sequential_instances_follow_each_other_in_order",
    "multiple instances, completion condition": f"{_LOOPS}::test_the_completion_condition_cancels_the_instances_left",
    "multiple instances, output collection": f"{_LOOPS}::test_results_keep_the_order_of_the_items_whoever_is_first",
    "multiple instances, loop cardinality": f"{_LOOPS}::test_a_number_of_instances_instead_of_a_collection",
    "standard loop, tested before": f"{_LOOPS}::test_a_loop_that_tests_before_may_have_no_round",
    "standard loop, tested after": f"{_LOOPS}::test_a_loop_tests_after_each_round",
    "standard loop, maximum": f"{_LOOPS}::test_the_maximum_ends_a_loop",
}
_FLOWS = {
    "exclusive gateway": f"{_ORDINARY}::test_the_first_true_condition_decides_and_null_is_not_true",
    "parallel gateway": f"{_ORDINARY}::test_parallel_branches_see_each_others_writes",
    "inclusive gateway": f"{_WAYS}::test_an_inclusive_split_takes_every_true_flow_and_its_join_waits_for_them",
    "complex gateway": "test_complex_gateway.py::test_it_starts_once_enough_tokens_have_come_and_resets_with_the_rest",
    "event-based gateway": f"{_WAYS}::test_the_first_event_takes_the_token_and_the_others_are_withdrawn",
    "several flows out of an activity": f"{_WAYS}::test_every_flow_out_of_an_activity_is_taken",
    "conditional and default flow out of an activity": f"{_WAYS}::test_the_default_flow_is_for_when_no_condition_holds",
    "implicit merge": f"{_WAYS}::test_a_start_event_may_split_and_an_activity_merges_without_joining",
}
_PLACES = {
    "compensation, interrupting start of an event sub-process": "test_compensation_scopes.py::test_a_compensation_event_sub_process_decides_itself",
    "compensation, interrupting on a border": f"{_UNDONE}::test_completed_activities_are_compensated_last_first",
    "compensation, intermediate throw": f"{_UNDONE}::test_completed_activities_are_compensated_last_first",
    "compensation, end": f"{_UNDONE}::test_an_end_event_compensates_and_ends",
    "cancel, interrupting on a border": f"{_CANCELLED}::test_a_cancelled_transaction_is_undone_and_left_by_its_cancel_event",
    "cancel, end": f"{_CANCELLED}::test_a_cancelled_transaction_is_undone_and_left_by_its_cancel_event",
    "timer date, interrupting start of an event sub-process": f"{_HANDLERS}::test_an_interrupting_timer_handler",
    "timer date, non-interrupting start of an event sub-process": f"{_HANDLERS}::test_a_non_interrupting_timer_handler",
    "timer duration, interrupting start of an event sub-process": f"{_HANDLERS}::test_an_interrupting_timer_handler",
    "timer duration, non-interrupting start of an event sub-process": f"{_HANDLERS}::test_a_non_interrupting_timer_handler",
    "timer cycle, interrupting start of an event sub-process": f"{_HANDLERS}::test_an_interrupting_timer_handler",
    "timer cycle, non-interrupting start of an event sub-process": f"{_HANDLERS}::test_a_non_interrupting_timer_handler",
    "message, interrupting start of an event sub-process": f"{_HANDLERS}::test_an_interrupting_handler_takes_the_place_of_its_scope",
    "message, non-interrupting start of an event sub-process": f"{_HANDLERS}::test_a_non_interrupting_handler_runs_beside_its_scope_and_may_run_again",
    "signal, interrupting start of an event sub-process": f"{_SIGNALS}::test_a_signal_starts_an_event_sub_process",
    "signal, non-interrupting start of an event sub-process": f"{_SIGNALS}::test_a_signal_starts_an_event_sub_process",
    "signal, intermediate catch": f"{_SIGNALS}::test_a_signal_is_awaited_and_comes",
    "signal, interrupting on a border": f"{_SIGNALS}::test_a_signal_on_a_border",
    "signal, non-interrupting on a border": f"{_SIGNALS}::test_a_signal_on_a_border",
    "message, start of a process": f"{_STARTS}::test_several_start_events_are_several_ways_to_begin",
    "message to another dossier, intermediate throw": f"{_THROWN}::test_a_message_leaves_with_its_key_and_the_variables_of_the_input_mappings",
    "message to another dossier, end": f"{_THROWN}::test_a_message_end_event_throws_and_ends",
    "signal, intermediate throw": f"{_SIGNALS}::test_a_thrown_signal_is_for_the_other_dossiers",
    "signal, end": f"{_SIGNALS}::test_a_signal_end_event_throws_and_ends",
    "conditional, interrupting start of an event sub-process": f"{_HANDLERS}::test_a_conditional_handler",
    "conditional, non-interrupting start of an event sub-process": f"{_HANDLERS}::test_a_conditional_handler",
    "error, interrupting start of an event sub-process": f"{_HANDLERS}::test_an_error_is_handled_inside_the_scope_before_its_border",
    "escalation, interrupting start of an event sub-process": f"{_HANDLERS}::test_an_escalation_is_handled_by_an_event_sub_process",
    "escalation, non-interrupting start of an event sub-process": f"{_HANDLERS}::test_an_escalation_is_handled_by_an_event_sub_process",
    "escalation, interrupting on a border": f"{_HANDLERS}::test_an_escalation_interrupts_what_its_border_event_interrupts",
    "escalation, non-interrupting on a border": f"{_HANDLERS}::test_a_non_interrupting_border_lets_the_thrower_go_on",
    "escalation, intermediate throw": f"{_HANDLERS}::test_an_escalation_interrupts_what_its_border_event_interrupts",
    "escalation, end": f"{_HANDLERS}::test_an_escalation_end_event_ends_and_escalates",
    "none, start of a process": f"{_ORDINARY}::test_effects_of_a_start_in_order",
    "message, intermediate catch": f"{_EVENTS}::test_a_message_is_awaited_and_delivered",
    "timer date, intermediate catch": f"{_EVENTS}::test_due_times",
    "timer duration, intermediate catch": f"{_EVENTS}::test_due_times",
    "timer cycle, intermediate catch": f"{_MORE}::test_an_interrupting_cycle_and_a_catch_event_fire_once",
    "conditional, intermediate catch": f"{_MORE}::test_a_condition_is_awaited",
    "link, intermediate catch": f"{_MORE}::test_a_link_leads_on_like_a_flow",
    "message, interrupting on a border": f"{_EVENTS}::test_an_interrupting_message_takes_the_task_away",
    "timer date, interrupting on a border": f"{_EVENTS}::test_an_interrupting_timer",
    "timer duration, interrupting on a border": f"{_EVENTS}::test_an_interrupting_timer",
    "timer cycle, interrupting on a border": f"{_MORE}::test_an_interrupting_cycle_and_a_catch_event_fire_once",
    "conditional, interrupting on a border": f"{_MORE}::test_a_condition_on_a_border_interrupts",
    "error, interrupting on a border": f"{_EVENTS}::test_an_error_is_caught_by_name_first_then_by_the_one_for_all",
    "message, non-interrupting on a border": f"{_EVENTS}::test_a_non_interrupting_message_may_come_again_and_again",
    "timer date, non-interrupting on a border": f"{_EVENTS}::test_a_non_interrupting_timer_fires_once",
    "timer duration, non-interrupting on a border": f"{_EVENTS}::test_a_non_interrupting_timer_fires_once",
    "timer cycle, non-interrupting on a border": f"{_MORE}::test_a_cycle_fires_as_often_as_it_says_at_even_distances",
    "conditional, non-interrupting on a border": f"{_MORE}::test_a_condition_must_become_false_before_it_triggers_again",
    "none, intermediate throw": f"{_MORE}::test_a_none_throw_event_is_passed_and_sets_its_status",
    "message, intermediate throw": f"{_MORE}::test_thrown_messages_are_sent_by_a_worker",
    "link, intermediate throw": f"{_MORE}::test_a_link_leads_on_like_a_flow",
    "none, end": f"{_ORDINARY}::test_effects_of_the_last_completion_in_order",
    "message, end": f"{_MORE}::test_thrown_messages_are_sent_by_a_worker",
    "error, end": f"{_EVENTS}::test_an_error_end_event_leaves_its_scopes_one_by_one",
    "terminate, end": f"{_EVENTS}::test_terminate_in_a_sub_process_ends_only_that",
}
_STRUCTURE = {
    "several start events, one none and others with messages": f"{_STARTS}::test_several_start_events_are_several_ways_to_begin",
    "instantiating receive task": f"{_STARTS}::test_a_receive_task_begins_a_process",
    "instantiating event-based gateway": f"{_STARTS}::test_an_instantiating_gateway_begins_with_the_first_of_its_events",
    "event sub-process": f"{_HANDLERS}::test_an_error_is_handled_inside_the_scope_before_its_border",
    "lanes": "test_dialect_example.py::test_the_example_runs_by_post_with_two_inquiries_and_one_rejection",
    "pool as black box": "test_lint.py::test_a_black_box_pool_is_only_a_drawing",
    "text annotation, association, group": "test_dialect_example.py::test_the_example_lints_clean",
    "input and output mappings (zeebe)": f"{_CALLS}::test_with_output_mappings_only_what_they_map_leaves",
}
PROOFS: dict[tuple[str, str], str] = {
    (section, name): proof
    for section, proofs in {
        "Activities": _ACTIVITIES,
        "Gateways and flows": _FLOWS,
        "Events": _PLACES,
        "Structure and data": _STRUCTURE,
    }.items()
    for name, proof in proofs.items()
}
