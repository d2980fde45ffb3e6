using System.Reflection;
using Baton.Experiments.Export.Spans;

namespace Baton.Experiments.Tests.Export;

/// <summary>What <c>docs/formats/otlp.md</c> says is so.</summary>
public sealed class FormatPageTests
{
    [Fact]
    public void Every_attribute_that_Baton_makes_up_is_on_the_page()
    {
        string page = Page();
        IEnumerable<string> known = typeof(Experiments.Export.Spans.Names)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!)
            .Where(name => name != Experiments.Export.Spans.Names.Scope);

        foreach (string name in known.Concat(Everything().SelectMany(AllNames)).Distinct())
        {
            page.ShouldContain($"`{name}`");
        }
    }

    private static IEnumerable<string> AllNames(OutgoingSpan span) =>
        span.Attributes.Names().Concat(span.Events.SelectMany(happened => happened.Attributes.Names()));

    private static IReadOnlyList<OutgoingSpan> Everything()
    {
        using RecordedFolder folder = new();
        folder
            .Run(
                1,
                """
                {"persona":"novice","success":false,"outcome":"failed","error":{"kind":"timeout","message":"too slow"},
                "token_usage":{"input":1,"output":2,"total":3},"cost":0.1,"first_output_ms":3,"supervisor_cost":0.2,
                "supervisor_token_usage":{"input":1,"output":2,"total":3},"metadata":{"expected":[1]},
                "conversation_state":"completed","termination_reason":"error","turn_count":1,
                "conversation_history":[{"turn":1,"role":"user","content":"hi"}]}
                """,
                """{"type":"span_start","span_id":"trace_1-1","name":"agent_run","kind":"agent"}""",
                """{"type":"event","parent_span_id":"trace_1-1","name":"stderr","kind":"log","attributes":"a line"}""",
                """{"type":"span_start","span_id":"trace_1-1-c","parent_span_id":"trace_1-1","name":"look_up","kind":"tool","input":1}""",
                """{"type":"span_end","span_id":"trace_1-1-c","name":"look_up","kind":"tool","output":2,"error":"no"}""",
                """{"type":"span_start","span_id":"g","parent_span_id":"trace_1-1","name":"ask","kind":"generation","input":"q"}""",
                """{"type":"span_end","span_id":"g","name":"ask","kind":"generation","output":"a","attributes":{"model":"tiny","input_tokens":1,"output_tokens":1,"total_tokens":2,"cost":0.1}}"""
            )
            .Judged(
                1,
                """[{"evaluator":"a","type":"rule_based","status":"fail","value":0,"reason":"no"},{"evaluator":"b","type":"rule_based","status":"error"}]"""
            )
            .Write();
        return folder.Spans();
    }

    private static string Page()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Baton.slnx")))
        {
            folder = folder.Parent;
        }

        return File.ReadAllText(Path.Combine(folder.FullName, "docs", "formats", "otlp.md"));
    }
}
