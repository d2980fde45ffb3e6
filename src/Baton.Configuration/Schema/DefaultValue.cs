using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using Baton.Configuration.Binding;

namespace Baton.Configuration.Schema;

/// <summary>Defaults as they would be written in a file.</summary>
internal static class DefaultValue
{
    /// <summary>The default, or <see langword="null"/> where nothing worth showing is the default.</summary>
    public static JsonNode? Of(SettingType type, object? value) =>
        value is null
            ? null
            : type.Kind switch
            {
                SettingKind.Text => JsonValue.Create((string)value),
                SettingKind.Boolean => JsonValue.Create((bool)value),
                SettingKind.WholeNumber => JsonNode.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!),
                SettingKind.Number => JsonNode.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!),
                SettingKind.Duration => JsonValue.Create(Duration.Format((TimeSpan)value)),
                SettingKind.Word => JsonValue.Create(SettingWords.Of(type.ClrType).WordOf(value)),
                SettingKind.List => OfList(type, (IEnumerable)value),
                SettingKind.Json => ((JsonNode)value).DeepClone(),
                _ => null,
            };

    private static JsonArray? OfList(SettingType type, IEnumerable values)
    {
        List<JsonNode?> items = [.. values.Cast<object?>().Select(item => Of(type.Element!, item))];
        return items.Count == 0 || items.Contains(null) ? null : new JsonArray([.. items]);
    }
}
