namespace Baton.Targets.Tests.Docs;

/// <summary>What becomes of a run when its agent, or the way to it, breaks: every fault in every kind of target.</summary>
internal static class FaultTable
{
    private const string Lost = "`connection_lost`";
    private const string Protocol = "`protocol`";
    private const string Refused = "`refused`";
    private const string Replaced = "U+FFFD";
    private const string Timeout = "`timeout`";
    private const string Tls = "`tls`";
    private const string Start = "`start`";
    private const string Exit = "`process_exit`";
    private const string Limited = "limited";
    private const string Works = "works";
    private static readonly Fault Never = new("–");

    /// <summary>The faults, in the order in which each kind tells its own.</summary>
    public static IReadOnlyList<string> Faults { get; } =
    [
        "is not there",
        "breaks off in the middle",
        "closes one direction and lives on",
        "talks nonsense",
        "sends too much",
        "trickles for ever",
        "sends a wrong encoding",
        "goes away between runs",
        "has a wrong certificate",
        "is behind a proxy",
        "has an IPv6 address",
    ];

    /// <summary>The kinds that are reached over a network.</summary>
    public static IReadOnlyDictionary<string, Fault[]> Remote { get; } =
        new Dictionary<string, Fault[]>
        {
            ["`http`"] =
            [
                new(Refused, "HttpTroubleTests.A_port_where_nobody_listens_is_refused"),
                new(Lost, "HttpFaultTests.A_reset_in_the_middle_of_a_body_is_a_lost_connection"),
                new(Lost, "HttpFaultTests.A_server_that_closes_its_half_is_a_lost_connection"),
                new(
                    Protocol,
                    "HttpTroubleTests.Something_else_than_http_is_a_protocol_error",
                    "HttpFaultTests.A_head_without_end_is_a_protocol_error"
                ),
                new(Protocol, "HttpFaultTests.A_body_of_more_than_64_MiB_is_a_protocol_error_and_its_rest_unread"),
                new(
                    Timeout,
                    "HttpFaultTests.A_head_that_trickles_in_forever_is_timed_out_and_disconnected",
                    "HttpFaultTests.A_body_that_trickles_in_forever_is_timed_out_and_disconnected"
                ),
                new(Replaced, "HttpTroubleTests.Wrong_encodings_do_no_harm"),
                new(
                    Refused,
                    "FaultIsolationTests.A_target_that_goes_away_stops_the_experiment_and_the_missing_runs_can_follow"
                ),
                new(
                    Tls,
                    "HttpTroubleTests.A_self_made_certificate_is_trusted_only_when_asked_for",
                    "NetworkTests.A_trusted_certificate_for_another_host_is_refused"
                ),
                new(Works, "NetworkTests.Proxies_are_taken_from_the_environment"),
                new(Works, "HttpFaultTests.IPv6_addresses_work"),
            ],
            ["`openai`"] = OverHttp(),
            ["`a2a`"] =
            [
                .. OverHttp()[..5],
                new(
                    Timeout,
                    "StreamedKindFaultTests.An_answer_that_trickles_in_forever_is_timed_out_and_disconnected",
                    "A2ATroubleTests.A_card_that_trickles_in_forever_is_given_up_before_the_first_run"
                ),
                .. OverHttp()[6..],
            ],
            ["`websocket`"] =
            [
                new(Refused, "WebSocketHandshakeTests.Nobody_at_the_address_is_refused"),
                new(
                    Lost,
                    "WebSocketTroubleTests.A_reset_in_the_middle_of_an_answer_is_a_lost_connection_and_the_text_is_kept",
                    "WebSocketTroubleTests.A_message_that_breaks_off_is_a_lost_connection"
                ),
                new(Lost, "WebSocketTroubleTests.A_server_that_closes_its_half_is_a_lost_connection"),
                new(Protocol, "WebSocketTroubleTests.Broken_frames_are_a_protocol_error_and_the_text_is_kept"),
                new(
                    Protocol,
                    "WebSocketTroubleTests.A_message_of_more_than_16_MiB_is_a_protocol_error_and_the_server_is_told"
                ),
                new(
                    Timeout,
                    "WebSocketTroubleTests.A_message_that_trickles_in_forever_is_timed_out_with_the_text_kept",
                    "WebSocketTroubleTests.A_handshake_that_trickles_in_forever_is_timed_out"
                ),
                new(Protocol, "WebSocketTroubleTests.Bytes_that_are_no_text_are_a_protocol_error"),
                new(
                    "opened again",
                    "WebSocketReconnectTests.A_connection_closed_between_turns_is_replaced_and_noted",
                    "WebSocketReconnectTests.After_the_last_attempt_the_failure_says_how_many_there_were"
                ),
                new(
                    Tls,
                    "WebSocketHandshakeTests.A_certificate_must_be_trusted_unless_it_is_said_otherwise",
                    "NetworkTests.A_trusted_certificate_for_another_host_is_refused"
                ),
                new(Works, "NetworkTests.Proxies_are_taken_from_the_environment"),
                new(Works, "WebSocketHandshakeTests.IPv6_addresses_work"),
            ],
            ["`queue.redis`"] =
            [
                new(Refused, "RedisTroubleTests.Nobody_there_is_told_at_once_with_what_to_do"),
                new(Lost, "RedisFaultTests.A_reset_in_the_middle_of_a_reply_fails_the_runs_that_wait"),
                new(Lost, "RedisFaultTests.A_server_that_closes_its_half_fails_the_runs_that_wait_and_is_left"),
                new(
                    Protocol,
                    "RedisFaultTests.What_breaks_the_protocol_in_the_middle_fails_the_runs_that_wait",
                    "RedisTroubleTests.Somebody_else_at_the_port_is_told"
                ),
                new(Protocol, "RedisTroubleTests.Messages_that_are_too_long_fail_their_run_and_no_other"),
                new(
                    Timeout,
                    "RedisFaultTests.A_reply_that_trickles_in_forever_meets_the_time_out_and_the_server_is_left"
                ),
                new(
                    Replaced,
                    "RedisTroubleTests.Bytes_that_are_no_text_become_replacement_characters",
                    "QueueWorkerTests.A_request_in_a_wrong_encoding_is_answered_with_replacement_characters"
                ),
                new(Lost, "RedisTroubleTests.A_server_that_goes_away_for_good_fails_the_runs_that_wait"),
                new(Tls, "RedisTroubleTests.TLS_is_spoken_and_a_certificate_nobody_signed_is_refused"),
                Never,
                new(Works, "RedisTroubleTests.IPv6_addresses_work"),
            ],
            ["`queue.sqs`"] =
            [
                new(Refused, "SqsTests.Nobody_there_is_told_at_once"),
                new(Lost, "SqsFaultTests.A_reset_in_the_middle_is_a_lost_connection"),
                new(Lost, "SqsFaultTests.A_service_that_closes_its_half_is_a_lost_connection"),
                new(
                    Protocol,
                    "SqsFaultTests.What_does_not_speak_SQS_is_a_protocol_error",
                    "SqsFaultTests.A_message_that_lacks_what_it_must_have_fails_the_runs_that_wait"
                ),
                new(Protocol, "SqsFaultTests.An_answer_of_more_than_64_MiB_is_a_protocol_error_and_its_rest_unread"),
                new(Lost, "SqsFaultTests.An_answer_that_trickles_in_forever_is_given_up_and_disconnected"),
                new(Replaced, "SqsFaultTests.Bytes_that_are_no_text_become_replacement_characters"),
                new(Lost, "SqsFaultTests.A_service_that_goes_away_for_good_fails_the_runs_that_wait"),
                new(
                    Tls,
                    "SqsFaultTests.A_self_made_certificate_is_trusted_only_when_asked_for",
                    "NetworkTests.A_trusted_certificate_for_another_host_is_refused_by_every_kind"
                ),
                new(Works, "NetworkTests.Proxies_of_the_environment_lead_to_every_kind_that_speaks_HTTP"),
                new(Works, "SqsFaultTests.IPv6_addresses_work"),
            ],
        };

    /// <summary>The kinds that Baton starts itself.</summary>
    public static IReadOnlyDictionary<string, Fault[]> Local { get; } =
        new Dictionary<string, Fault[]>
        {
            ["Python"] =
            [
                new(
                    Start,
                    "PythonStartTests.A_missing_interpreter_is_told_with_everything_that_was_looked_for",
                    "PythonStartTests.A_target_that_is_not_there_is_explained"
                ),
                new(Exit, "PythonStopTests.A_killed_worker_fails_its_own_runs_only_and_is_replaced"),
                new(
                    Exit,
                    "PythonFailureTests.An_agent_that_closes_the_workers_channel_fails_its_run_and_the_worker_is_replaced"
                ),
                new(
                    Protocol,
                    "PythonFailureTests.Bytes_of_somebody_else_in_the_workers_channel_fail_the_run_and_the_worker_is_replaced"
                ),
                new("arrives whole", "PythonFailureTests.A_very_long_answer_arrives_whole"),
                new(Timeout, "PythonStopTests.A_hung_call_is_stopped_while_other_calls_of_its_worker_finish"),
                new(
                    Replaced,
                    "PythonReturnTests.Half_a_surrogate_pair_in_the_input_breaks_nothing",
                    "PythonConsoleTests.What_is_printed_becomes_log_lines_of_the_run"
                ),
                new("started again", "PythonStopTests.A_killed_worker_fails_its_own_runs_only_and_is_replaced"),
            ],
            ["`process` (JSONL)"] =
            [
                new(Start, "ProcessFailureTests.A_missing_program_is_told_by_name"),
                new(
                    Exit,
                    "ProcessFailureTests.An_agent_killed_in_mid_turn_fails_with_the_signal_and_keeps_what_it_said"
                ),
                new(
                    $"{Exit}, {Timeout}",
                    "ProcessEndingTests.A_process_that_closes_its_output_and_lives_on_is_ended",
                    "ProcessFailureTests.A_process_that_closes_its_input_may_still_answer_and_else_meets_the_time_out"
                ),
                new(Protocol, "ProcessFailureTests.A_broken_line_fails_the_turn_and_is_shown"),
                new(Protocol, "ProcessFailureTests.A_line_over_sixteen_mebibytes_fails_the_turn"),
                new(
                    Timeout,
                    "ProcessFailureTests.A_line_that_trickles_in_forever_meets_the_time_out_and_the_process_ends"
                ),
                new(Replaced, "ProcessFailureTests.Bytes_that_are_no_text_become_replacement_characters"),
                new("started again", "ReuseTests.A_process_that_dies_fails_its_own_run_and_is_replaced"),
            ],
            ["`process` (ACP)"] =
            [
                new(Start, "AcpFailureTests.A_program_that_is_missing_is_told"),
                new(Exit, "AcpFailureTests.A_turn_that_breaks_off_keeps_what_came_before"),
                new(
                    $"{Exit}, {Timeout}",
                    "AcpFailureTests.A_turn_that_breaks_off_keeps_what_came_before",
                    "AcpFailureTests.An_agent_that_closes_its_input_meets_the_time_out_and_is_replaced"
                ),
                new(Protocol, "AcpFailureTests.A_turn_that_breaks_off_keeps_what_came_before"),
                new(Protocol, "AcpFailureTests.A_turn_that_breaks_off_keeps_what_came_before"),
                new(Timeout, "AcpFailureTests.A_line_that_trickles_in_forever_meets_the_time_out_and_the_process_ends"),
                new(Replaced, "AcpFailureTests.Bytes_that_are_no_text_become_replacement_characters"),
                new(
                    "started again",
                    "AcpConversationTests.A_shared_process_that_dies_fails_the_turns_on_it_alone_and_is_replaced"
                ),
            ],
            ["`container`"] =
            [
                new(
                    Start,
                    "EngineFaultTests.A_missing_engine_is_told_with_the_way_out",
                    "ContainerFaultTests.A_missing_image_is_told_with_the_command_that_makes_it"
                ),
                new(
                    $"{Exit}, {Lost}",
                    "ContainerTargetTests.An_end_in_the_middle_is_told_with_the_code_and_the_last_words",
                    "EngineFaultTests.An_engine_that_dies_in_the_middle_is_told_and_used_again_once_it_is_back"
                ),
                new(Timeout, "ContainerFaultTests.An_agent_that_closes_its_outputs_and_goes_on_ends_at_the_time_out"),
                new(Protocol, "ContainerFaultTests.A_broken_line_fails_its_run_alone"),
                new(Protocol, "ContainerFaultTests.A_line_over_sixteen_mebibytes_fails_the_turn_and_nothing_is_left"),
                new(
                    Timeout,
                    "ContainerFaultTests.A_line_that_trickles_in_forever_meets_the_time_out_and_nothing_is_left",
                    "EngineFaultTests.An_engine_that_says_nothing_is_given_up_after_a_minute"
                ),
                new(Replaced, "ContainerFaultTests.Text_in_a_wrong_encoding_is_kept_readable"),
                new(
                    "started again",
                    "ContainerFaultTests.A_container_taken_away_fails_its_run_and_the_next_has_another"
                ),
                new(Tls, "EngineFaultTests.An_engine_behind_TLS_is_used_with_the_certificates_of_the_environment"),
                new("not used", "ContainerTests.An_agent_on_a_port_is_reached_past_the_proxy_of_the_environment"),
                new(Works, "EngineFaultTests.An_engine_at_an_IPv6_address_is_reached"),
            ],
            ["`dotnet`"] =
            [
                new(Start, "DotNetFailureTests.A_file_that_is_missing_or_no_assembly_is_told"),
                new("`exception`", "DotNetFailureTests.An_exception_is_told_with_type_message_and_stack"),
                Never,
                Never,
                new(Limited, "DotNetFailureTests.A_stream_without_an_end_is_cut"),
                new(Limited, "DotNetFailureTests.A_method_that_never_returns_is_left_by_the_guard_and_others_go_on"),
                Never,
                Never,
            ],
        };

    /// <summary>What only some kinds can meet, as the page tells it, with its tests.</summary>
    public static IReadOnlyDictionary<string, string[]> Special { get; } =
        new Dictionary<string, string[]>
        {
            ["A Redis server that is restarted"] =
            [
                "RedisTroubleTests.No_reply_is_lost_or_doubled_when_the_server_is_killed_and_started_again_under_load",
            ],
            ["A request that is handed out again"] =
            [
                "RedisTargetTests.Doubled_and_late_replies_are_dropped",
                "QueueWorkerTests.Requests_of_a_worker_that_went_away_are_taken_over",
                "SqsTests.A_request_that_is_handed_out_again_is_answered_once",
            ],
            ["The close codes of a WebSocket"] =
            [
                "WebSocketCloseTests.Each_code_instead_of_an_answer_is_told_apart",
                "WebSocketCloseTests.A_code_in_the_middle_of_an_answer_keeps_the_text_and_repeats_nothing",
            ],
        };

    /// <summary>A table of the page.</summary>
    public static string Render(IReadOnlyDictionary<string, Fault[]> kinds)
    {
        IEnumerable<string> rows = Faults.Select(
            (fault, at) => $"| {fault} | {string.Join(" | ", kinds.Values.Select(cells => CellAt(cells, at)))} |"
        );
        return $"""
            | the agent … | {string.Join(" | ", kinds.Keys)} |
            |{string.Concat(Enumerable.Repeat("---|", kinds.Count + 1))}
            {string.Join('\n', rows)}
            """;
    }

    private static string CellAt(Fault[] cells, int at) => (at < cells.Length ? cells[at] : Never).Outcome;

    private static Fault[] OverHttp() =>
        [
            new(Refused, "StreamedKindFaultTests.Nobody_listens"),
            new(Lost, "StreamedKindFaultTests.A_reset_in_the_middle_keeps_the_text"),
            new(
                Lost,
                "StreamedKindFaultTests.A_server_that_closes_its_half_is_a_lost_connection",
                "StreamedKindFaultTests.A_close_before_the_end_is_no_answer"
            ),
            new(Protocol, "StreamedKindFaultTests.An_item_that_is_no_JSON_is_told"),
            new(Protocol, "StreamedKindFaultTests.An_item_without_end_is_cut_off"),
            new(Timeout, "StreamedKindFaultTests.An_answer_that_trickles_in_forever_is_timed_out_and_disconnected"),
            new(Replaced, "StreamedKindFaultTests.What_is_no_UTF8_is_replaced"),
            new(
                Refused,
                "FaultIsolationTests.A_target_that_goes_away_stops_the_experiment_and_the_missing_runs_can_follow"
            ),
            new(
                Tls,
                "StreamedKindFaultTests.A_self_made_certificate_is_trusted_only_when_asked_for",
                "NetworkTests.A_trusted_certificate_for_another_host_is_refused_by_every_kind"
            ),
            new(Works, "NetworkTests.Proxies_of_the_environment_lead_to_every_kind_that_speaks_HTTP"),
            new(Works, "StreamedKindFaultTests.IPv6_addresses_work"),
        ];
}

/// <summary>What becomes of a run in which a fault happens.</summary>
/// <param name="Outcome">As the page tells it; a dash where the fault cannot happen.</param>
/// <param name="Tests">The tests that make it happen, as <c>Class.Method</c>.</param>
internal sealed record Fault(string Outcome, params string[] Tests);
