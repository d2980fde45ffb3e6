using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Baton.Mcp.Repositories.Files;
using Baton.Mcp.Repositories.Rules;

namespace Baton.Mcp.Repositories.Code;

/// <summary>Reads files of code. Stateless and thread-safe.</summary>
internal static class CodeReader
{
    private static readonly FrozenDictionary<string, CodeLanguage> Understood = new Dictionary<string, CodeLanguage>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        [".py"] = CodeLanguage.Python,
        [".js"] = CodeLanguage.Script,
        [".jsx"] = CodeLanguage.Script,
        [".mjs"] = CodeLanguage.Script,
        [".cjs"] = CodeLanguage.Script,
        [".ts"] = CodeLanguage.Script,
        [".tsx"] = CodeLanguage.Script,
        [".mts"] = CodeLanguage.Script,
        [".cts"] = CodeLanguage.Script,
        [".go"] = CodeLanguage.Go,
        [".java"] = CodeLanguage.Java,
        [".kt"] = CodeLanguage.Java,
        [".cs"] = CodeLanguage.DotNet,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The language of a file that is understood, or <see langword="null"/>.</summary>
    public static CodeLanguage? LanguageOf(string path) =>
        Understood.TryGetValue(Path.GetExtension(path), out CodeLanguage language)
        && !path.EndsWith(".d.ts", StringComparison.Ordinal)
        && !path.EndsWith(".min.js", StringComparison.Ordinal)
        && !path.EndsWith(".g.cs", StringComparison.Ordinal)
        && !path.EndsWith(".pb.go", StringComparison.Ordinal)
            ? language
            : null;

    /// <summary>Reads what a file says.</summary>
    /// <param name="file">The file.</param>
    /// <param name="language">Its language.</param>
    /// <param name="text">Its text.</param>
    public static CodeFacts Read(WalkedFile file, CodeLanguage language, string text)
    {
        CodeFacts facts = new()
        {
            Path = file.Path,
            Language = language,
            Role = FileRoles.Of(file.Path),
        };
        try
        {
            MarkSearch.Of(language).Scan(text, facts);
            switch (language)
            {
                case CodeLanguage.Python:
                    PythonScanner.Scan(text, facts);
                    break;
                case CodeLanguage.Script:
                    ScriptScanner.Scan(text, facts);
                    break;
                case CodeLanguage.Go:
                    GoScanner.Scan(text, facts);
                    break;
                case CodeLanguage.Java:
                    JavaScanner.Scan(text, facts);
                    break;
                case CodeLanguage.DotNet:
                    DotNetScanner.Scan(text, facts);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(language), language, message: null);
            }
        }
        catch (RegexMatchTimeoutException)
        {
            // A text made to be slow says as much as was found in it so far.
            RouteRegions.Close(facts);
        }

        bool mayListen =
            facts.Routes.Count > 0
            || facts.Marks.Exists(mark => mark.Name is "main" or "serve" or "websocket-server" or "a2a-server");
        if (mayListen)
        {
            facts.Marks.AddRange(Ports.Of(text));
        }

        return facts;
    }
}
