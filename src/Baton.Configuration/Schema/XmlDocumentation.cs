using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Baton.Configuration.Schema;

/// <summary>The summaries of types and properties, from the XML files that the compiler writes beside assemblies.</summary>
internal static class XmlDocumentation
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> ByAssembly = new();

    public static string? SummaryOf(Type type) => SummaryOf(type.Assembly, $"T:{NameOf(type)}");

    public static string? SummaryOf(PropertyInfo property)
    {
        Type type = property.DeclaringType!;
        return SummaryOf(type.Assembly, $"P:{NameOf(type)}.{property.Name}");
    }

    private static string? SummaryOf(Assembly assembly, string member) =>
        ByAssembly.GetOrAdd(assembly, Load).TryGetValue(member, out XElement? summary) ? TextOf(summary) : null;

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static Dictionary<string, XElement> Load(Assembly assembly)
    {
        Dictionary<string, XElement> summaries = new(StringComparer.Ordinal);
        string path = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        if (!File.Exists(path))
        {
            return summaries;
        }

        try
        {
            foreach (XElement member in XDocument.Load(path).Descendants("member"))
            {
                if (member.Attribute("name") is { } name && member.Element("summary") is { } summary)
                {
                    summaries[name.Value] = summary;
                }
            }
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            // Descriptions are a courtesy: a schema without them still checks.
            summaries.Clear();
        }

        return summaries;
    }

    private static string TextOf(XElement summary)
    {
        StringBuilder text = new();
        foreach (XNode node in summary.DescendantNodes())
        {
            if (node is XText { Parent.Name.LocalName: "c" } code)
            {
                text.Append('`').Append(code.Value).Append('`');
            }
            else if (node is XText plain)
            {
                text.Append(plain.Value);
            }
            else if (node is XElement { IsEmpty: true } reference)
            {
                text.Append(Referenced(reference));
            }
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Referenced(XElement reference)
    {
        if (reference.Attribute("langword") is { } word)
        {
            return $"`{word.Value}`";
        }

        string target = reference.Attribute("cref")?.Value ?? "";
        string name = target[(target.LastIndexOf('.') + 1)..];
        bool isSetting =
            target.StartsWith("P:", StringComparison.Ordinal) || target.StartsWith("F:", StringComparison.Ordinal);
        return name.Length == 0 ? ""
            : isSetting ? $"`{System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name)}`"
            : name;
    }
}
