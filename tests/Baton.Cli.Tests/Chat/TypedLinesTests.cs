using Baton.Cli.Chat;
using Baton.Cli.Interrupts;

namespace Baton.Cli.Tests.Chat;

public sealed class TypedLinesTests
{
    [Fact]
    public async Task A_line_whose_asker_gave_up_goes_to_the_next_one()
    {
        using HeldReader keyboard = new();
        TypedLines lines = new(keyboard);
        using CancellationTokenSource impatient = new();
        Task<string?> first = lines.ReadAsync(impatient.Token);

        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        Task<string?> second = lines.ReadAsync(CancellationToken.None);
        keyboard.Type("hello");

        (await second).ShouldBe("hello");
    }

    [Fact]
    public async Task A_second_Ctrl_C_at_the_prompt_ends_the_chat()
    {
        using TempWorkspace workspace = new();
        workspace.Write("answers.json", """{"replies": ["never"]}""");
        using HeldReader keyboard = new();
        using Interruption interruption = new();
        using PromptWatcher error = new(prompts =>
        {
            if (prompts <= 2)
            {
                // The prompt is written before anybody waits for the line.
                _ = Task.Run(interruption.Request);
            }
        });

        int exitCode = await BatonTool.RunAsync(
            ["chat", "-m", "scripted:answers.json"],
            new ToolSession
            {
                Out = TextWriter.Null,
                Error = error,
                In = keyboard,
                InputIsTerminal = true,
                ErrorIsTerminal = true,
                WorkingDirectory = workspace.Root,
                Environment = new Dictionary<string, string>(),
                Listen = () => interruption,
            }
        );
        keyboard.Type("");

        exitCode.ShouldBe(130);
        error.ToString().ShouldContain("Ctrl-C again, or /exit, ends the chat.\n");
    }

    private sealed class HeldReader : TextReader
    {
        private readonly TaskCompletionSource<string> _line = new();

        public void Type(string line) => _line.TrySetResult(line);

        public override string? ReadLine() => _line.Task.GetAwaiter().GetResult();
    }

    private sealed class PromptWatcher(Action<int> onPrompt) : StringWriter
    {
        private int _prompts;

        public override Task WriteAsync(string? value)
        {
            base.Write(value);
            if (value == "You: ")
            {
                onPrompt(++_prompts);
            }

            return Task.CompletedTask;
        }
    }
}
