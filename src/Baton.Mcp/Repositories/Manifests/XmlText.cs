using System.Xml;
using System.Xml.Linq;

namespace Baton.Mcp.Repositories.Manifests;

/// <summary>Reads XML that anybody may have written: no document types, no entities, nothing fetched.</summary>
internal static class XmlText
{
    private static readonly XmlReaderSettings Safe = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        MaxCharactersFromEntities = 1024,
    };

    /// <summary>The root element, with line numbers.</summary>
    /// <exception cref="XmlException">It is no XML.</exception>
    public static XElement Read(string text)
    {
        using StringReader source = new(text.TrimStart('\uFEFF', ' ', '\n', '\r'));
        using XmlReader reader = XmlReader.Create(source, Safe);
        return XElement.Load(reader, LoadOptions.SetLineInfo);
    }
}
