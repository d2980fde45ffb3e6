using System.CommandLine;
using System.Globalization;
using Baton.Cli.Help;
using Baton.Cli.Parsing;
using Baton.Cli.Status;
using Baton.Configuration;
using Baton.Experiments.Export;
using Baton.Experiments.Settings;

namespace Baton.Cli.Export;

/// <summary>The options of <c>baton export experiment</c>.</summary>
internal sealed class ExportOptions
{
    private readonly ExperimentSearch _search = new();

    private readonly Option<string?> _to = OptionOf.Text(
        "--to",
        "URL",
        "Server that takes OTLP over HTTP; /v1/traces is put behind it where it is missing [default: from config or environment]"
    );

    private readonly Option<string?> _output = OptionOf.Text(
        "--output",
        "FILE",
        "Write into a file instead, one request in JSON a line [default: none]"
    );

    private readonly Option<string[]> _header = new("--header")
    {
        HelpName = "NAME=VALUE",
        Description = "Header of every request, over those of OTEL_EXPORTER_OTLP_HEADERS; may be given several times",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _encoding = OptionOf.Choice(
        "--encoding",
        "How traces are sent: protobuf or json [default: protobuf]",
        ["protobuf", "json"]
    );

    private readonly Option<string?> _timeout = OptionOf.Text(
        "--timeout",
        "TIME",
        "Longest that one attempt may take, for example 30s [default: 10s]"
    );

    private readonly Option<bool> _noContent = OptionOf.Flag(
        "--no-content",
        "Leave out what was said: inputs, outputs, arguments, messages of errors, reasons [default: false]"
    );

    private readonly Option<bool> _failed = OptionOf.Flag(
        "--failed",
        "Only runs that did not go well [default: false]"
    );

    private readonly Option<string?> _limit = OptionOf.Text(
        "--limit",
        "N",
        "Export the first N runs only [default: all]"
    );

    private readonly Option<string?> _format = OptionOf.Format();

    /// <summary>The experiment.</summary>
    public Argument<string?> Experiment { get; } =
        new("EXPERIMENT")
        {
            Description = "The experiment's folder, or its name in the output directory [default: the last one]",
            Arity = ArgumentArity.ZeroOrOne,
        };

    /// <summary>The options as the help page groups them.</summary>
    public IReadOnlyList<OptionGroup> Groups =>
        [
            new("What to export", [.. _search.Rows, _failed, _limit, _noContent]),
            new("Where to", _to, _header, _encoding, _timeout, _output, _format),
        ];

    /// <summary>Whether JSON is wanted.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(_format) is "json";

    /// <summary>Reads what is asked.</summary>
    /// <exception cref="ConfigurationException">An option cannot be used, or there is no such experiment.</exception>
    /// <exception cref="ExportException">There is nowhere to export to.</exception>
    public WantedExport Read(ParseResult parsed, ToolSession session)
    {
        UsageErrors errors = new();
        string? to = parsed.GetValue(_to);
        string? file = parsed.GetValue(_output);
        foreach (Option option in (Option[])[_to, _header, _encoding, _timeout])
        {
            bool isGiven = parsed.GetResult(option) is { Implicit: false };
            errors.AddIf(
                file is not null && isGiven,
                option.Name,
                $"does not go with `{_output.Name}`; give one of them"
            );
        }

        long limit = ReadLimit(parsed, errors);
        TimeSpan? timeout = ReadTimeout(parsed, errors);
        Dictionary<string, string> headers = ReadHeaders(parsed, errors);
        errors.ThrowIfAny();

        string folder = _search.FindOrLast(parsed, session, Experiment.Name, parsed.GetValue(Experiment)).Path;
        LoadedConfiguration? configuration = Load(parsed, session);
        OtlpSettings? settings = configuration?.Settings.Output.Otlp;
        IReadOnlyDictionary<string, string> variables = configuration?.Variables ?? session.Environment;
        bool onlyFailed = parsed.GetValue(_failed);
        return new WantedExport(
            new ExportRequest
            {
                Folder = folder,
                WithContent = !parsed.GetValue(_noContent) && (settings?.Content ?? true),
                Wants = trace => !onlyFailed || !trace.Success,
                Limit = limit,
                Variables = variables,
            },
            file is null ? FindServer(to, headers, settings, variables, parsed, timeout) : null,
            file is null ? null : Path.GetFullPath(file, session.WorkingDirectory)
        );
    }

    private OtlpServer FindServer(
        string? to,
        Dictionary<string, string> headers,
        OtlpSettings? settings,
        IReadOnlyDictionary<string, string> variables,
        ParseResult parsed,
        TimeSpan? timeout
    )
    {
        OtlpServer server = OtlpServer.Find(to, headers, settings, variables);
        return server with
        {
            Timeout = timeout ?? server.Timeout,
            Encoding = parsed.GetValue(_encoding) switch
            {
                "json" => OtlpEncoding.Json,
                "protobuf" => OtlpEncoding.Protobuf,
                _ => server.Encoding,
            },
        };
    }

    // An experiment's folder can be exported from anywhere; there need not be a project.
    private LoadedConfiguration? Load(ParseResult parsed, ToolSession session)
    {
        ConfigurationRequest request = _search.Project.ToRequest(parsed, session) with { NeedsRunner = false };
        try
        {
            return ConfigurationLoader.Load(request);
        }
        catch (ConfigurationException) when (!_search.Project.AreGiven(parsed))
        {
            return null;
        }
    }

    private long ReadLimit(ParseResult parsed, UsageErrors errors)
    {
        if (parsed.GetValue(_limit) is not { } text)
        {
            return long.MaxValue;
        }

        bool isValid =
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) && limit > 0;
        errors.AddIf(!isValid, _limit.Name, $"`{text}` is no number of runs; write a whole number from 1");
        return limit;
    }

    private TimeSpan? ReadTimeout(ParseResult parsed, UsageErrors errors)
    {
        if (parsed.GetValue(_timeout) is not { } text)
        {
            return null;
        }

        bool isValid = Duration.TryParse(text, out TimeSpan timeout) && timeout > TimeSpan.Zero;
        errors.AddIf(!isValid, _timeout.Name, $"`{text}` is no time; write one like `30s`");
        return timeout;
    }

    private Dictionary<string, string> ReadHeaders(ParseResult parsed, UsageErrors errors)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (string header in parsed.GetValue(_header) ?? [])
        {
            int end = header.AsSpan().IndexOfAny('=', ':');
            // What was given may be a key, and is not repeated.
            errors.AddIf(end <= 0, _header.Name, "a header is written `NAME=VALUE`");
            if (end > 0)
            {
                headers[header[..end].Trim()] = header[(end + 1)..].Trim();
            }
        }

        return headers;
    }
}

/// <summary>An export that is asked for.</summary>
/// <param name="Request">What is exported.</param>
/// <param name="Server">Where to; <see langword="null"/> for a file.</param>
/// <param name="File">The file, absolute; <see langword="null"/> for a server.</param>
internal sealed record WantedExport(ExportRequest Request, OtlpServer? Server, string? File);
