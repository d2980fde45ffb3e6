using System.CommandLine;
using System.Globalization;
using Baton.Cli.Parsing;
using Baton.Configuration;

namespace Baton.Cli.Chat;

/// <summary>What the command line says about the agent, checked.</summary>
internal sealed record ModelRequest
{
    /// <summary>The model as it was written, <c>provider:model</c>.</summary>
    public required string Model { get; init; }

    /// <summary>What the agent is to do; empty when nothing was said.</summary>
    public string Instructions { get; init; } = "";

    /// <summary>The tools as they were written.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Whether tool calls are approved unasked, each asked for, or as the tools want it.</summary>
    public bool? AutoApproveTools { get; init; }

    public float? Temperature { get; init; }

    public int? MaxTurns { get; init; }

    public long? MaxTokens { get; init; }

    public decimal? MaxCost { get; init; }

    public TimeSpan? MaxTime { get; init; }

    /// <summary>Reads and checks the options.</summary>
    /// <exception cref="ConfigurationException">Something is wrong; it carries every error found.</exception>
    public static ModelRequest Read(ModelOptions options, ParseResult parsed, ToolSession session)
    {
        UsageErrors errors = new();
        bool auto = parsed.GetValue(options.AutoApproveTools);
        bool manual = parsed.GetValue(options.ManualApproveTools);
        errors.AddIf(auto && manual, options.ManualApproveTools.Name, $"contradicts `{options.AutoApproveTools.Name}`");
        errors.AddIf(
            manual && !session.CanAsk,
            options.ManualApproveTools.Name,
            $"there is no terminal to ask at; use `{options.AutoApproveTools.Name}`"
        );
        string? model = parsed.GetValue(options.Model);
        errors.AddIf(
            string.IsNullOrWhiteSpace(model),
            options.Model.Name,
            $"is required; write `{options.Model.Name} PROVIDER:MODEL`, for example `{options.Model.Name} openai:gpt-4o-mini`"
        );
        ModelRequest request = new()
        {
            Model = model ?? "",
            Instructions = ReadInstructions(parsed.GetValue(options.System), options.System.Name, session, errors),
            Tools = parsed.GetValue(options.Tools) ?? [],
            AutoApproveTools = auto || manual ? auto : null,
            Temperature = Number<float>(
                options.Temperature,
                text => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float t) ? t : null,
                value => value is >= 0 and <= 2,
                "a number from 0 to 2"
            ),
            MaxTurns = Number<int>(
                options.MaxTurns,
                text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : null,
                value => value >= 1,
                "a whole number, at least 1"
            ),
            MaxTokens = Number<long>(
                options.MaxTokens,
                text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long n) ? n : null,
                value => value >= 1,
                "a whole number, at least 1"
            ),
            MaxCost = Number<decimal>(
                options.MaxCost,
                text =>
                    decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal d) ? d : null,
                value => value > 0,
                "a number of US dollars above 0"
            ),
            MaxTime = Number<TimeSpan>(
                options.MaxTime,
                text => Duration.TryParse(text, out TimeSpan time) ? time : null,
                value => value > TimeSpan.Zero && value <= TimeSpan.FromDays(49),
                "a duration above 0 like `90s` or `10m`"
            ),
        };
        errors.ThrowIfAny();
        return request;

        T? Number<T>(Option<string?> option, Func<string, T?> read, Func<T, bool> isInRange, string what)
            where T : struct
        {
            if (parsed.GetValue(option) is not { } text)
            {
                return null;
            }

            T? value = read(text);
            bool isRight = value is { } known && isInRange(known);
            errors.AddIf(!isRight, option.Name, $"`{text}` is not {what}");
            return isRight ? value : null;
        }
    }

    private static string ReadInstructions(string? written, string option, ToolSession session, UsageErrors errors)
    {
        if (written is null || !written.StartsWith('@'))
        {
            return written ?? "";
        }

        if (written.StartsWith("@@", StringComparison.Ordinal))
        {
            return written[1..];
        }

        string file = written[1..];
        try
        {
            return File.ReadAllText(Path.GetFullPath(file, session.WorkingDirectory)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string why = error is FileNotFoundException or DirectoryNotFoundException
                ? "there is no such file"
                : error.Message;
            errors.AddIf(
                true,
                option,
                $"`{file}` cannot be read: {why}; to begin the instructions themselves with @, write @@"
            );
            return "";
        }
    }
}
