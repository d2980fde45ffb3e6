using YamlDotNet.Core;

namespace Baton.Configuration.Reading;

/// <summary>Says in plain words what the YAML parser stumbled over.</summary>
internal static class YamlSyntax
{
    public static (ConfigurationPlace Place, string Message) Explain(
        YamlException exception,
        string source,
        string text
    )
    {
        ConfigurationPlace place = new(
            source,
            (int)Math.Max(1, exception.Start.Line),
            (int)Math.Max(1, exception.Start.Column)
        );
        return (place, exception.Message);
    }
}
