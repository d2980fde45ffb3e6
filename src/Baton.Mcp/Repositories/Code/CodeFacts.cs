namespace Baton.Mcp.Repositories.Code;

/// <summary>What one file of code says. Filled by the scanner of its language, then only read.</summary>
internal sealed record CodeFacts
{
    /// <summary>The path from the root, with slashes.</summary>
    public required string Path { get; init; }

    /// <summary>The language.</summary>
    public required CodeLanguage Language { get; init; }

    /// <summary>What the file is there for.</summary>
    public required FileRole Role { get; init; }

    /// <summary>Modules it uses, in the order of the file.</summary>
    public List<ImportFact> Imports { get; } = [];

    /// <summary>Requests it answers.</summary>
    public List<RouteFact> Routes { get; } = [];

    /// <summary>Addresses under which other files' routes hang.</summary>
    public List<MountFact> Mounts { get; } = [];

    /// <summary>Functions and methods.</summary>
    public List<FunctionFact> Functions { get; } = [];

    /// <summary>Classes, records and the like.</summary>
    public List<ClassFact> Classes { get; } = [];

    /// <summary>Objects made at the top of the file.</summary>
    public List<ObjectFact> Objects { get; } = [];

    /// <summary>Telling pieces of text, in the order of the file.</summary>
    public List<MarkFact> Marks { get; } = [];

    /// <summary>Modules it uses that are files of the repository.</summary>
    public List<ImportFact> LocalImports { get; } = [];

    /// <summary>Package or namespace, where the language has one.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>The place of a line in this file.</summary>
    public CodePlace At(int line) => new(Path, line);

    /// <summary>The first mark of a name, if any.</summary>
    public MarkFact? Mark(string name) => Marks.Find(mark => mark.Name == name);

    /// <summary>Whether a module or one below it is imported.</summary>
    public bool Uses(string module) => Imports.Exists(import => import.IsIn(module));
}

/// <summary>A language that is understood.</summary>
internal enum CodeLanguage
{
    Python,
    Script,
    Go,
    Java,
    DotNet,
}

/// <summary>What a file is there for, judged by its path.</summary>
internal enum FileRole
{
    /// <summary>The product itself.</summary>
    Product,

    /// <summary>Examples, samples, documentation.</summary>
    Example,

    /// <summary>Tests, benchmarks, scripts of the repository's upkeep.</summary>
    Support,
}

/// <summary>A module in use.</summary>
/// <param name="Module">As the language names it.</param>
/// <param name="Line">Where.</param>
internal sealed record ImportFact(string Module, int Line)
{
    /// <summary>Names taken from the module.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Whether this is the module, or one below it.</summary>
    public bool IsIn(string module) =>
        Module.StartsWith(module, StringComparison.Ordinal)
        && (Module.Length == module.Length || Module[module.Length] is '.' or '/' or ':' || module[^1] is '/' or '.');
}

/// <summary>A request that is answered.</summary>
/// <param name="Verb">The method in capitals, or <c>WS</c>.</param>
/// <param name="Path">The path as written, without prefixes.</param>
/// <param name="Line">Where.</param>
internal sealed record RouteFact(string Verb, string Path, int Line)
{
    /// <summary>The function that answers, where it is known.</summary>
    public FunctionFact? Handler { get; init; }

    /// <summary>The name of the router it hangs on, where it is known.</summary>
    public string Router { get; init; } = "";

    /// <summary>What the handler takes from the request.</summary>
    public List<RequestField> Fields { get; init; } = [];

    /// <summary>The last line that belongs to it.</summary>
    public int EndLine { get; set; } = int.MaxValue;
}

/// <summary>Routes of another file that hang under an address.</summary>
/// <param name="Prefix">The address.</param>
/// <param name="Module">The other file as the language names it.</param>
internal sealed record MountFact(string Prefix, string Module);

/// <summary>A value a handler takes from its request.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Type">Its type as written, or empty.</param>
/// <param name="Source">Where it stands.</param>
/// <param name="Required">Whether there is no default.</param>
internal sealed record RequestField(string Name, string Type, RequestPart Source, bool Required);

/// <summary>A part of a request.</summary>
internal enum RequestPart
{
    Json,
    Query,
    Form,
}

/// <summary>A function or method.</summary>
internal sealed record FunctionFact
{
    public required string Name { get; init; }
    public required int Line { get; init; }

    /// <summary>The class it belongs to, or empty.</summary>
    public string Owner { get; init; } = "";
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];
    public string Returns { get; init; } = "";
    public bool IsAsync { get; init; }
    public bool IsStatic { get; init; }
    public bool IsPublic { get; init; } = true;
    public IReadOnlyList<string> Decorators { get; init; } = [];

    /// <summary>Whether its body yields.</summary>
    public bool Yields { get; set; }

    /// <summary>Whether its body returns something.</summary>
    public bool ReturnsValue { get; set; }

    /// <summary>Name and parameters, shortened.</summary>
    public string Signature
    {
        get
        {
            string parameters = string.Join(", ", Parameters.Select(parameter => parameter.ToString()));
            string shown = parameters.Length > 120 ? parameters[..120] + "…" : parameters;
            return $"{(Owner.Length > 0 ? Owner + "." : "")}{Name}({shown})";
        }
    }
}

/// <summary>A parameter or field.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as written, or empty.</param>
/// <param name="Required">Whether there is no default.</param>
internal sealed record Parameter(string Name, string Type, bool Required)
{
    public override string ToString() => (Type.Length > 0 ? $"{Name}: {Type}" : Name) + (Required ? "" : "=…");
}

/// <summary>A class, record or struct.</summary>
internal sealed record ClassFact(string Name, IReadOnlyList<string> Bases, int Line)
{
    public List<Parameter> Fields { get; init; } = [];
    public IReadOnlyList<Parameter> Constructor { get; set; } = [];
    public bool IsPublic { get; init; } = true;
    public IReadOnlyList<string> Decorators { get; init; } = [];
}

/// <summary>An object made at the top of a file.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Callee">What is called to make it.</param>
/// <param name="Arguments">The arguments as written, shortened.</param>
/// <param name="Line">Where.</param>
internal sealed record ObjectFact(string Name, string Callee, string Arguments, int Line);

/// <summary>A telling piece of text.</summary>
/// <param name="Name">What it tells.</param>
/// <param name="Line">Where.</param>
/// <param name="Value">What was written there, where that matters.</param>
internal sealed record MarkFact(string Name, int Line, string Value);
