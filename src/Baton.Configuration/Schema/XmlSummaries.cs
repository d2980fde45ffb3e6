using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Baton.Configuration.Schema;

/// <summary>The summaries of properties and types, from the documentation files beside their assemblies.</summary>
internal static partial class XmlSummaries
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, string>> ByAssembly = new();

    /// <summary>A property's summary in one line, or <see langword="null"/>.</summary>
    public static string? Of(PropertyInfo property) =>
        Find(
            property.DeclaringType!.Assembly,
            $"P:{property.DeclaringType.FullName!.Replace('+', '.')}.{property.Name}"
        );

    /// <summary>A type's summary in one line, or <see langword="null"/>.</summary>
    public static string? Of(Type type) => Find(type.Assembly, $"T:{type.FullName!.Replace('+', '.')}");

    private static string? Find(Assembly assembly, string member) =>
        ByAssembly.GetOrAdd(assembly, Read).GetValueOrDefault(member);

    private static IReadOnlyDictionary<string, string> Read(Assembly assembly)
    {
        string path = Path.ChangeExtension(assembly.Location, ".xml");
        return !File.Exists(path)
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : XDocument
                .Load(path)
                .Descendants("member")
                .Where(member => member.Element("summary") is not null)
                .ToDictionary(
                    member => member.Attribute("name")!.Value,
                    member => Text(member.Element("summary")!),
                    StringComparer.Ordinal
                );
    }

    private static string Text(XElement summary)
    {
        foreach (XElement element in summary.Descendants().ToList())
        {
            string? named = (
                element.Attribute("cref") ?? element.Attribute("langword") ?? element.Attribute("name")
            )?.Value;
            if (named is not null)
            {
                element.ReplaceWith($"`{named[(named.LastIndexOfAny(['.', ':']) + 1)..]}`");
            }
            else if (element.Name == "c")
            {
                element.ReplaceWith($"`{element.Value}`");
            }
        }

        return WhiteSpace().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex WhiteSpace();
}
