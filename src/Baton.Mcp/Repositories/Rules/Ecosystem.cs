using Baton.Mcp.Repositories.Code;

namespace Baton.Mcp.Repositories.Rules;

/// <summary>What is known of one language and the frameworks around it. Data alone; one file an ecosystem.</summary>
/// <param name="Language">The language.</param>
/// <param name="Frameworks">Frameworks and how they are recognised.</param>
/// <param name="Marks">Telling pieces of text.</param>
/// <param name="Constructors">What agents are made with.</param>
internal sealed record Ecosystem(
    CodeLanguage Language,
    IReadOnlyList<FrameworkRule> Frameworks,
    IReadOnlyList<MarkRule> Marks,
    IReadOnlyList<AgentConstructor> Constructors
)
{
    /// <summary>All that are known.</summary>
    public static IReadOnlyList<Ecosystem> All { get; } =
    [PythonRules.Rules, ScriptRules.Rules, GoRules.Rules, JavaRules.Rules, DotNetRules.Rules];

    /// <summary>That of a language.</summary>
    public static Ecosystem Of(CodeLanguage language) => All.First(known => known.Language == language);
}

/// <summary>A framework.</summary>
/// <param name="Name">Its name as its authors write it.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Packages">Packages in manifests; a <c>*</c> at the end stands for anything.</param>
/// <param name="Imports">Modules in code; those below them count too.</param>
internal sealed record FrameworkRule(
    string Name,
    FrameworkKind Kind,
    IReadOnlyList<string> Packages,
    IReadOnlyList<string> Imports
)
{
    /// <summary>Whether a manifest's package is it.</summary>
    public bool HasPackage(string package) =>
        Packages.Any(known =>
            known.EndsWith('*')
                ? package.StartsWith(known[..^1], StringComparison.OrdinalIgnoreCase)
                : package.Equals(known, StringComparison.OrdinalIgnoreCase)
        );
}

/// <summary>A telling piece of text.</summary>
/// <param name="Mark">What it tells.</param>
/// <param name="Needles">The pieces, with upper and lower case as they stand.</param>
internal sealed record MarkRule(string Mark, params IReadOnlyList<string> Needles);

/// <summary>A call that makes an agent, and how the agent is then asked.</summary>
/// <param name="Framework">The framework's name.</param>
/// <param name="Callees">The end of what is called, for example <c>create_agent</c> or <c>.compile</c>.</param>
/// <param name="Imports">Modules of which one has to be imported.</param>
/// <param name="Asking">How the agent is asked.</param>
internal sealed record AgentConstructor(
    string Framework,
    IReadOnlyList<string> Callees,
    IReadOnlyList<string> Imports,
    Asking Asking
)
{
    /// <summary>Whether a call is one of these.</summary>
    public bool Makes(ObjectFact made, CodeFacts file) =>
        Callees.Any(callee =>
            callee[0] == '.'
                ? made.Callee.EndsWith(callee, StringComparison.Ordinal)
                : made.Callee == callee || made.Callee.EndsWith("." + callee, StringComparison.Ordinal)
        ) && Imports.Any(file.Uses);
}

/// <summary>How an agent made by a framework is asked.</summary>
internal abstract record Asking
{
    private Asking() { }

    /// <summary>A method of the object takes the text, or what <paramref name="Input"/> makes of the turn.</summary>
    /// <param name="Name">The method.</param>
    /// <param name="Input">The <c>adapters.input</c> as JSON, or <see langword="null"/> for plain text.</param>
    /// <param name="Output">The <c>adapters.output.path</c>, or <see langword="null"/> where the answer is found by itself.</param>
    internal sealed record Method(string Name, string? Input = null, string? Output = null) : Asking;

    /// <summary>A small file calls it; <c>@@module@@</c> and <c>@@object@@</c> stand for the agent.</summary>
    /// <param name="Code">The file.</param>
    internal sealed record Adapter(string Code) : Asking;

    /// <summary>It is only known to be an agent; something else has to serve it.</summary>
    internal sealed record Elsewhere : Asking;
}
