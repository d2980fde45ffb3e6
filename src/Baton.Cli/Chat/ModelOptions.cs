using System.CommandLine;
using Baton.Cli.Help;
using Baton.Cli.Parsing;

namespace Baton.Cli.Chat;

/// <summary>The options that make an agent of a model; the same wherever a command takes one.</summary>
internal sealed class ModelOptions
{
    public Option<string?> Model { get; } =
        OptionOf.Text(
            "--model",
            "PROVIDER:MODEL",
            "The model, for example openai:gpt-4o-mini, anthropic:claude-haiku-4-5, ollama:llama3.2, "
                + "openai-compatible:NAME (a server of your own) or scripted:FILE (answers from a file, offline)",
            "-m"
        );

    public Option<string?> System { get; } =
        OptionOf.Text("--system", "TEXT|@FILE", "Instructions for the model, or a file that has them [default: none]");

    public Option<string[]?> Tools { get; } =
        new("--tool")
        {
            HelpName = "mcp:SERVER",
            Description = "An MCP server whose tools the model may call; may be given several times [default: none]",
            Arity = ArgumentArity.OneOrMore,
        };

    public Option<bool> AutoApproveTools { get; } =
        OptionOf.Flag(
            "--auto-approve-tools",
            "Call every tool unasked, or ask at the terminal before each call [default: ask for tools that want it]"
        );

    public Option<bool> ManualApproveTools { get; } =
        OptionOf.Flag("--manual-approve-tools", "Ask at the terminal before each tool call");

    public Option<string?> Temperature { get; } =
        OptionOf.Text("--temperature", "T", "Sampling temperature, 0 to 2 [default: the model's own]");

    public Option<string?> MaxTurns { get; } =
        OptionOf.Text("--max-turns", "N", "Most model calls for one answer, tool calls lead to more [default: 10]");

    public Option<string?> MaxTokens { get; } =
        OptionOf.Text(
            "--max-tokens",
            "N",
            "Most tokens, read and written, of all answers together [default: no limit]"
        );

    public Option<string?> MaxCost { get; } =
        OptionOf.Text("--max-cost", "USD", "Most US dollars of all answers together [default: no limit]");

    public Option<string?> MaxTime { get; } =
        OptionOf.Text(
            "--max-time",
            "DURATION",
            "Longest time for one answer, for example 90s or 10m [default: 5m; at a terminal until Ctrl-C]"
        );

    /// <summary>The options about the model and its tools, as rows of a help page.</summary>
    public IReadOnlyList<OptionRow> Rows =>
        [Model, System, Temperature, Tools, new OptionRow(AutoApproveTools, ManualApproveTools)];

    /// <summary>The options that end an answer, as rows of a help page.</summary>
    public IReadOnlyList<OptionRow> LimitRows => [MaxTurns, MaxTokens, MaxCost, MaxTime];

    /// <summary>The names of the options that say something without <c>--model</c> being there.</summary>
    public IEnumerable<string> GivenBeside(ParseResult parsed) =>
        Rows.Concat(LimitRows)
            .SelectMany(row => row.Options)
            .Where(option => option != Model && parsed.GetResult(option) is { Implicit: false })
            .Select(option => option.Name);
}
