using System.Xml;
using System.Xml.Linq;
using Baton.Mcp.Repositories.Code;

namespace Baton.Mcp.Repositories.Manifests;

/// <summary>Reads projects of .NET and <c>Directory.Packages.props</c>; nothing in them is evaluated.</summary>
internal static class DotNetManifests
{
    /// <summary>Reads one.</summary>
    /// <exception cref="XmlException">It is no XML.</exception>
    public static ManifestFacts Read(string path, string text)
    {
        string file = path[(path.LastIndexOf('/') + 1)..];
        ManifestFacts facts = new()
        {
            Path = path,
            Language = CodeLanguage.DotNet,
            Manager = "nuget",
            Name = System.IO.Path.GetFileNameWithoutExtension(file),
        };
        XElement root = XmlText.Read(text);
        if (root.Attribute("Sdk")?.Value is { } sdk)
        {
            facts.Facts["sdk"] = sdk;
        }

        foreach (XElement element in root.Descendants())
        {
            switch (element.Name.LocalName)
            {
                case "PackageReference" or "PackageVersion" when element.Attribute("Include")?.Value is { } name:
                    string? version =
                        element.Attribute("Version")?.Value
                        ?? element.Elements().FirstOrDefault(child => child.Name.LocalName == "Version")?.Value;
                    facts.Packages.Add(new PackageFact(name, version, Line(element)));
                    break;
                case "FrameworkReference" when element.Attribute("Include")?.Value is { } framework:
                    facts.Packages.Add(new PackageFact(framework, null, Line(element)));
                    break;
                case "OutputType":
                    facts.Facts["output_type"] = element.Value.Trim();
                    break;
                case "TargetFramework" or "TargetFrameworks":
                    facts.Facts["target_framework"] = element.Value.Split(';')[0].Trim();
                    break;
                case "AssemblyName":
                    facts.Facts["assembly"] = element.Value.Trim();
                    break;
                case "RootNamespace":
                    facts.Facts["namespace"] = element.Value.Trim();
                    break;
            }
        }

        return facts;
    }

    private static int Line(XElement element) =>
        element is IXmlLineInfo place && place.HasLineInfo() ? place.LineNumber : 0;
}
