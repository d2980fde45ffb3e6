using System.Globalization;
using System.Numerics;
using Baton.Configuration.Reading;

namespace Baton.Configuration.Binding;

/// <summary>Binds single values.</summary>
internal sealed class ScalarBinder(ConfigurationErrors errors)
{
    private const int LongestNumber = 400;

    /// <summary>The value, or <see langword="null"/> when an error was added.</summary>
    public object? Bind(SettingType type, ConfigurationNode node, string key)
    {
        if (node is not ConfigurationScalar scalar)
        {
            return errors.Mismatch(node, key, Expected(type));
        }

        return type.Kind switch
        {
            SettingKind.Text => scalar.Text,
            SettingKind.Boolean => BindBoolean(scalar, key),
            SettingKind.WholeNumber => BindWholeNumber(type.ClrType, scalar, key),
            SettingKind.Number => BindNumber(type.ClrType, scalar, key),
            SettingKind.Duration => BindDuration(scalar, key),
            SettingKind.Word => BindWord(type.ClrType, scalar, key),
            _ => BindParsed(type.ClrType, scalar, key),
        };
    }

    private static string Expected(SettingType type) =>
        type.Kind switch
        {
            SettingKind.Boolean => "`true` or `false`",
            SettingKind.WholeNumber => "a whole number",
            SettingKind.Number => "a number",
            SettingKind.Duration => "a duration such as `30s`",
            SettingKind.Word => Listed(SettingWords.Of(type.ClrType).Words),
            _ => "a text",
        };

    private static string Listed(IEnumerable<string> words) =>
        $"one of {string.Join(", ", words.Select(word => $"`{word}`"))}";

    private object? BindBoolean(ConfigurationScalar scalar, string key)
    {
        if (scalar.Kind == ScalarKind.Boolean)
        {
            return CoreSchema.IsTrue(scalar.Text);
        }

        string? meant = scalar.Text.ToUpperInvariant() switch
        {
            "YES" or "ON" or "Y" or "1" or "TRUE" => "true",
            "NO" or "OFF" or "N" or "0" or "FALSE" => "false",
            _ => null,
        };
        return Mismatch(scalar, key, "`true` or `false`", meant is null ? "" : $"; write `{meant}`");
    }

    private object? BindWholeNumber(Type type, ConfigurationScalar scalar, string key)
    {
        BigInteger? value =
            scalar.Text.Length > LongestNumber
                ? null
                : scalar.Kind switch
                {
                    ScalarKind.Integer => CoreSchema.Integer(scalar.Text),
                    ScalarKind.Number when double.IsInteger(CoreSchema.Number(scalar.Text)) => new BigInteger(
                        CoreSchema.Number(scalar.Text)
                    ),
                    _ => null,
                };
        if (value is null)
        {
            return Mismatch(scalar, key, "a whole number", QuotedHint(scalar));
        }

        if (WholeNumbers.Fit(value.Value, type) is { } fitting)
        {
            return fitting;
        }

        (BigInteger minimum, BigInteger maximum) = WholeNumbers.BoundsOf(type);
        errors.Add(
            scalar.Place,
            key,
            value.Value < minimum
                ? $"must be at least {minimum}, not {Found.Shorten(scalar.Written)}"
                : $"must be at most {maximum}, not {Found.Shorten(scalar.Written)}"
        );
        return null;
    }

    private object? BindNumber(Type type, ConfigurationScalar scalar, string key)
    {
        if (scalar.Kind is not (ScalarKind.Integer or ScalarKind.Number) || scalar.Text.Length > LongestNumber)
        {
            return Mismatch(scalar, key, "a number", QuotedHint(scalar));
        }

        double number = CoreSchema.Number(scalar.Text);
        if (!double.IsFinite(number))
        {
            return Mismatch(scalar, key, "a finite number", "");
        }

        if (type != typeof(decimal))
        {
            return Convert.ChangeType(number, type, CultureInfo.InvariantCulture);
        }

        if (scalar.Kind == ScalarKind.Integer && CoreSchema.Integer(scalar.Text) is var whole)
        {
            return BigInteger.Abs(whole) <= new BigInteger(decimal.MaxValue)
                ? (decimal)whole
                : Mismatch(scalar, key, "a smaller number", "");
        }

        return decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact)
            ? exact
            : Mismatch(scalar, key, "a smaller number", "");
    }

    private object? BindDuration(ConfigurationScalar scalar, string key)
    {
        if (scalar.Kind != ScalarKind.Boolean && Duration.TryParse(scalar.Text, out TimeSpan duration))
        {
            return duration;
        }

        return Mismatch(scalar, key, "a duration", "; write `200ms`, `60s`, `2m`, `1h30m` or a number of seconds");
    }

    private object? BindWord(Type type, ConfigurationScalar scalar, string key)
    {
        SettingWords words = SettingWords.Of(type);
        return words.Find(scalar.Text)
            ?? Mismatch(scalar, key, Listed(words.Words), Suggestion.Hint(scalar.Text, words.Words));
    }

    private object? BindParsed(Type type, ConfigurationScalar scalar, string key)
    {
        try
        {
            return ParsedText.Parse(type, scalar.Text);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            errors.Add(scalar.Place, key, Found.Hide(exception.Message.TrimEnd('.'), scalar));
            return null;
        }
    }

    private static string QuotedHint(ConfigurationScalar scalar) =>
        scalar is { Kind: ScalarKind.Text, IsPlain: false }
        && CoreSchema.KindOf(scalar.Text) is ScalarKind.Integer or ScalarKind.Number
            ? "; remove the quotes"
            : "";

    private object? Mismatch(ConfigurationScalar scalar, string key, string expected, string hint)
    {
        errors.Add(scalar.Place, key, $"expected {expected}, found {Found.Describe(scalar, key)}{hint}");
        return null;
    }
}
