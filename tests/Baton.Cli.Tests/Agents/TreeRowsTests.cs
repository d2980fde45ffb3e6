using Baton.Agents;
using Baton.Cli.Agents.Following;

namespace Baton.Cli.Tests.Agents;

public sealed class TreeRowsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Steps_are_nested_by_path_and_part_and_show_agent_time_tokens_and_what_they_do()
    {
        ExecutionTree tree = new();
        Begin(tree, "draft/write", "writer", 0);
        tree.Add(
            new NestedEvent(
                "draft/write",
                "write",
                new UsageEvent(new Usage { InputTokens = 1000, OutputTokens = 234 })
            ),
            At(1)
        );
        End(tree, "draft/write", 2, tokens: 1234, attempts: 2);
        Begin(tree, "check/checker_1", "critic", 2);
        tree.Add(
            new NestedEvent("check/checker_1", "checker_1", new ToolCallEvent("1", "search", Arguments: null)),
            At(3)
        );
        Begin(tree, "check/checker_2", "lawyer", 2);
        End(tree, "check/checker_2", 3, error: "the model\nis away");

        Text(tree, At(14))
            .ShouldBe(
                """
                ├─ ✓ draft
                │  └─ ✓ write      writer  2.0s  1,234 tokens  2 attempts
                └─ ● check
                   ├─ ● checker_1  critic   12s                calls search
                   └─ ✗ checker_2  lawyer  1.0s                the model is away
                """
            );
    }

    [Fact]
    public void A_step_of_the_journal_says_so_and_one_that_was_left_too()
    {
        ExecutionTree tree = new();
        Begin(tree, "a", "one", 0);
        End(tree, "a", 1, recorded: true);
        Begin(tree, "b", "two", 5);
        tree.End(At(8));

        Text(tree, At(9))
            .ShouldBe(
                """
                ├─ ✓ a  one  1.0s  from the journal
                └─ ○ b  two  3.0s  not finished
                """
            );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(40)]
    [InlineData(1000)]
    public void There_are_never_more_lines_than_room_and_what_is_at_work_stays_in_sight(int room)
    {
        ExecutionTree tree = new();
        for (int part = 0; part < 10; part++)
        {
            for (int step = 0; step < 20; step++)
            {
                Begin(tree, $"part-{part}/step-{step}", "agent", 0);
                if (part < 9 || step < 17)
                {
                    End(tree, $"part-{part}/step-{step}", 1, tokens: 10);
                }
            }
        }

        IReadOnlyList<TreeRow> rows = new TreeRows(At(2)).Of(tree.Root, room);

        rows.Count.ShouldBeLessThanOrEqualTo(room);
        rows.Count(row => row.State == StepState.Running).ShouldBeGreaterThanOrEqualTo(Math.Min(room, 4));
        if (room == 12)
        {
            string.Join('\n', Lines(rows))
                .ShouldBe(
                    """
                ├─ ✓ … 9 done             1.0s  1,800 tokens
                    └─ ● part-9
                       ├─ ✓ … 17 done         1.0s    170 tokens
                       ├─ ● step-17    agent  2.0s
                       ├─ ● step-18    agent  2.0s
                       └─ ● step-19    agent  2.0s
                    """
                );
        }
    }

    [Fact]
    public void No_line_is_wider_than_the_terminal()
    {
        ExecutionTree tree = new();
        Begin(tree, "a/b/c/a_rather_long_name_of_a_step", "an_agent", 0);
        End(tree, "a/b/c/a_rather_long_name_of_a_step", 1, error: new string('x', 300));

        foreach ((string branch, string sign, string text) in TreeText.Lay(new TreeRows(At(2)).Of(tree.Root, 10), 40))
        {
            $"{branch}{sign} {text}".Length.ShouldBeLessThanOrEqualTo(40);
        }
    }

    private static string Text(ExecutionTree tree, DateTimeOffset now) =>
        string.Join('\n', Lines(new TreeRows(now).Of(tree.Root, int.MaxValue)));

    private static IEnumerable<string> Lines(IReadOnlyList<TreeRow> rows) =>
        TreeText.Lay(rows, int.MaxValue).Select(line => $"{line.Branch}{line.Sign} {line.Text}");

    private static void Begin(ExecutionTree tree, string path, string agent, int second) =>
        tree.Add(
            new SpanStartedEvent(path, path, "step")
            {
                Attributes = System.Text.Json.JsonSerializer.SerializeToElement(new { slot = "slot", agent }),
            },
            At(second)
        );

    private static void End(
        ExecutionTree tree,
        string path,
        int second,
        long? tokens = null,
        int attempts = 1,
        bool recorded = false,
        string? error = null
    ) =>
        tree.Add(
            new SpanEndedEvent(path)
            {
                Error = error,
                Attributes = System.Text.Json.JsonSerializer.SerializeToElement(
                    tokens is { } known
                        ? new Dictionary<string, object>
                        {
                            ["attempts"] = attempts,
                            ["recorded"] = recorded,
                            ["total_tokens"] = known,
                        }
                        : new Dictionary<string, object> { ["attempts"] = attempts, ["recorded"] = recorded }
                ),
            },
            At(second)
        );

    private static DateTimeOffset At(int second) => Start.AddSeconds(second);
}
