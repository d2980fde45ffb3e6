using System.Collections.Frozen;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Rules;

namespace Baton.Mcp.Repositories.Integration;

/// <summary>Which pattern agents of a framework are usually reached by.</summary>
internal static class FrameworkPatterns
{
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["MCP"] = "mcp",
        ["A2A"] = "a2a",
        ["ACP"] = "acp",
        ["AG-UI"] = "http",
        ["ws"] = "websocket",
        ["Redis"] = "queue",
        ["RQ"] = "queue",
        ["Ollama"] = "openai-compatible",
        ["vLLM"] = "openai-compatible",
        ["LiteLLM"] = "openai-compatible",
        ["CopilotKit"] = "http",
        ["Semantic Kernel"] = "dotnet",
        ["Microsoft Agent Framework"] = "dotnet",
        ["Microsoft.Extensions.AI"] = "dotnet",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of all frameworks, each once.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Ecosystem
            .All.SelectMany(ecosystem => ecosystem.Frameworks)
            .Select(rule => rule.Name)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The pattern, or <see langword="null"/> for a framework that is not known.</summary>
    public static string? Of(string framework)
    {
        if (Known.TryGetValue(framework, out string? pattern))
        {
            return pattern;
        }

        (Ecosystem Ecosystem, FrameworkRule Rule)? found = Ecosystem
            .All.SelectMany(ecosystem => ecosystem.Frameworks.Select(rule => (ecosystem, rule)))
            .Where(pair => pair.rule.Name.Equals(framework, StringComparison.OrdinalIgnoreCase))
            .Select(pair => ((Ecosystem, FrameworkRule)?)pair)
            .FirstOrDefault();
        return found is not { } known ? null
            : known.Rule.Kind is FrameworkKind.Web or FrameworkKind.Interface ? "http"
            : known.Ecosystem.Language switch
            {
                CodeLanguage.Python => "python",
                CodeLanguage.DotNet => "dotnet",
                CodeLanguage.Go => "process",
                _ => "http",
            };
    }
}
