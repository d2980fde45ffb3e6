using System.Text.Json;
using Baton.Agents;
using Baton.Cli.Chat;

namespace Baton.Cli.Tests.Chat;

public sealed class AnswerViewTests
{
    // Both streams end on one terminal; written into one text they show what a person sees.
    private readonly StringWriter _terminal = new();

    [Fact]
    public void Lines_about_tools_never_run_into_the_answer()
    {
        Show(
            colours: false,
            new ReasoningEvent("Let me see."),
            new TextEvent("I look "),
            new TextEvent("it up."),
            new ToolCallEvent("1", "look_up", JsonElement.Parse("{ \"what\":\n \"é\" }")),
            new ToolResultEvent("1", JsonElement.Parse("\"two\\nlines\"")),
            new ToolCallEvent("2", "no_arguments", null),
            new ToolResultEvent("2", null, "it broke"),
            new TextEvent("Found it.\n")
        );

        _terminal
            .ToString()
            .ShouldBe(
                """
                Let me see.
                I look it up.
                [tool] look_up {"what":"é"}
                [tool] look_up: two lines
                [tool] no_arguments
                [tool] no_arguments failed: it broke
                Found it.

                """
            );
    }

    [Fact]
    public void What_is_not_the_answer_is_dim()
    {
        Show(colours: true, new TextEvent("Hi"), new LogEvent("ready", "stdout"));

        _terminal.ToString().ShouldBe("Hi\n\e[2m[stdout] ready\e[22m\n");
    }

    [Fact]
    public void An_answer_cannot_change_the_terminal()
    {
        Show(colours: false, new TextEvent("a\e[31mred\a\r\nb\u009b2Jc"));

        _terminal.ToString().ShouldBe("a␛[31mred␇\nb␡2Jc\n");
    }

    [Fact]
    public void Lines_wait_while_a_question_is_open()
    {
        SideLines lines = new(_terminal);
        using (lines.Ask())
        {
            IDisposable second = lines.Ask();
            lines.Write("late");
            second.Dispose();
            _terminal.ToString().ShouldBeEmpty();
        }

        lines.Write("later");

        _terminal.ToString().ShouldBe("late\nlater\n");
    }

    private void Show(bool colours, params AgentEvent[] events)
    {
        ToolSession session = new()
        {
            Out = _terminal,
            Error = _terminal,
            In = TextReader.Null,
            OutputIsTerminal = true,
            ErrorIsTerminal = true,
            WorkingDirectory = "/",
            Environment = colours ? [] : new Dictionary<string, string> { ["NO_COLOR"] = "1" },
        };
        AnswerView view = new(session, Redaction.None, streams: true);
        foreach (AgentEvent happened in events)
        {
            view.Add(happened);
        }

        view.EndLine();
    }
}
