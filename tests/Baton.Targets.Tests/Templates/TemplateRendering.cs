using System.Text;
using System.Text.Json;
using Baton.Targets.Templates;

namespace Baton.Targets.Tests.Templates;

internal static class TemplateRendering
{
    public static string Json(Template template, TemplateScope scope)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, TemplateScope.Writing))
        {
            template.Write(writer, scope);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
