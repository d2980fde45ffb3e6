using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Baton.Mcp.Repositories.Code;

namespace Baton.Mcp.Repositories.Manifests;

/// <summary>Reads the manifests of Java and Kotlin.</summary>
internal static partial class JavaManifests
{
    /// <summary><c>pom.xml</c>.</summary>
    /// <exception cref="XmlException">It is no XML.</exception>
    public static ManifestFacts Pom(string path, string text)
    {
        ManifestFacts facts = new()
        {
            Path = path,
            Language = CodeLanguage.Java,
            Manager = "maven",
        };
        XElement root = XmlText.Read(text);
        Dictionary<string, string> properties = new(StringComparer.Ordinal);
        foreach (XElement property in Children(root, "properties").Elements())
        {
            properties[property.Name.LocalName] = property.Value.Trim();
        }

        facts.Name = Value(root, "artifactId") ?? "";
        IEnumerable<XElement> asked = Children(root, "parent")
            .Concat(root.Descendants().Where(element => element.Name.LocalName == "dependency"));
        foreach (XElement dependency in asked)
        {
            string? version = Value(dependency, "version");
            if (version is ['$', '{', .., '}'])
            {
                version = properties.GetValueOrDefault(version[2..^1]);
            }

            facts.Packages.Add(
                new PackageFact(
                    $"{Value(dependency, "groupId")}:{Value(dependency, "artifactId")}",
                    version,
                    dependency is IXmlLineInfo place && place.HasLineInfo() ? place.LineNumber : 0
                )
            );
        }

        return facts;
    }

    /// <summary><c>build.gradle</c> and <c>build.gradle.kts</c>; read as text, never run.</summary>
    public static ManifestFacts Gradle(string path, string text)
    {
        ManifestFacts facts = new()
        {
            Path = path,
            Language = CodeLanguage.Java,
            Manager = "gradle",
        };
        foreach (Match match in Dependency().Matches(text))
        {
            string version = match.Groups["version"].Value;
            facts.Packages.Add(
                new PackageFact(
                    $"{match.Groups["group"].Value}:{match.Groups["artifact"].Value}",
                    version.Length > 0 && !version.StartsWith('$') ? version : null,
                    Lines.Of(text, match.Index)
                )
            );
        }

        foreach (Match match in Plugin().Matches(text))
        {
            string version = match.Groups["version"].Value;
            facts.Packages.Add(
                new PackageFact(
                    match.Groups["id"].Value + ":plugin",
                    version.Length > 0 ? version : null,
                    Lines.Of(text, match.Index)
                )
            );
        }

        return facts;
    }

    private static IEnumerable<XElement> Children(XElement root, string name) =>
        root.Elements().Where(element => element.Name.LocalName == name);

    private static string? Value(XElement element, string name) =>
        Children(element, name).Select(child => child.Value.Trim()).FirstOrDefault();

    [GeneratedRegex(
        @"[""'](?<group>[\w.-]+\.[\w.-]+):(?<artifact>[\w.-]+)(?::(?<version>[^""':]+))?[""']",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Dependency();

    [GeneratedRegex(
        @"\bid\s*\(?\s*[""'](?<id>[\w.-]+)[""']\)?(?:\s*version\s*\(?[""'](?<version>[^""']+)[""'])?",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Plugin();
}
