using System.Text;
using Baton.Configuration.Binding;
using Baton.Configuration.Reading;
using Baton.Configuration.Secrets;

namespace Baton.Configuration;

/// <summary>Puts environment variables into a configuration: <c>${NAME}</c> and <c>${NAME:-default}</c>.</summary>
/// <remarks>
/// Works on values, not on keys. <c>$${</c> is a literal <c>${</c>. A plain scalar that is wholly one <c>${NAME}</c> takes the
/// type its value has in YAML; a quoted one stays text. On the way every secret is gathered: values of variables and keys named
/// like secrets, and every substituted value that does not stand in a plainly public setting such as <c>model</c> or <c>url</c>.
/// </remarks>
public static class EnvironmentSubstitution
{
    /// <summary>Replaces every variable of a tree.</summary>
    /// <param name="node">The tree as written.</param>
    /// <param name="variables">The variables.</param>
    /// <param name="secrets">Where secret values are gathered.</param>
    /// <param name="errors">Where to say which variables are missing.</param>
    /// <returns>The tree with values replaced; <see cref="ConfigurationScalar.Written"/> keeps what was written.</returns>
    public static ConfigurationNode Apply(
        ConfigurationNode node,
        IReadOnlyDictionary<string, string> variables,
        SecretCollector secrets,
        ConfigurationErrors errors
    ) => new Walk(variables, secrets, errors).Visit(node, "", "");

    private sealed class Walk(
        IReadOnlyDictionary<string, string> variables,
        SecretCollector secrets,
        ConfigurationErrors errors
    )
    {
        public ConfigurationNode Visit(ConfigurationNode node, string path, string key) =>
            node switch
            {
                ConfigurationMapping mapping => mapping with
                {
                    Entries =
                    [
                        .. mapping.Entries.Select(entry =>
                            entry with
                            {
                                Value = Visit(entry.Value, KeyPath.Add(path, entry.Key), entry.Key),
                            }
                        ),
                    ],
                },
                ConfigurationSequence sequence => sequence with
                {
                    Items = [.. sequence.Items.Select((item, index) => Visit(item, $"{path}[{index}]", key))],
                },
                ConfigurationScalar scalar => Replace(scalar, path, key),
                _ => node,
            };

        private ConfigurationScalar Replace(ConfigurationScalar scalar, string path, string key)
        {
            ConfigurationScalar replaced = scalar.Text.Contains("${", StringComparison.Ordinal)
                ? Substitute(scalar, path, key)
                : scalar;
            if (SecretNames.IsSecret(key) && replaced.Kind == ScalarKind.Text)
            {
                secrets.Add(replaced.Text);
            }
            else if (SecretNames.IsAddress(key))
            {
                secrets.AddPartsOf(replaced.Text);
            }

            return replaced;
        }

        private ConfigurationScalar Substitute(ConfigurationScalar scalar, string path, string key)
        {
            StringBuilder text = new();
            string written = scalar.Text;
            bool isWhole = false;
            int position = 0;
            while (position < written.Length)
            {
                int start = written.IndexOf("${", position, StringComparison.Ordinal);
                if (start < 0)
                {
                    text.Append(written, position, written.Length - position);
                    break;
                }

                if (start > position && written[start - 1] == '$')
                {
                    text.Append(written, position, start - 1 - position).Append("${");
                    position = start + 2;
                    continue;
                }

                text.Append(written, position, start - position);
                int end = written.IndexOf('}', start);
                if (end < 0)
                {
                    errors.Add(
                        scalar.Place,
                        path,
                        "`${` is never closed; write `${NAME}`, or `$${` for the characters themselves"
                    );
                    return scalar;
                }

                text.Append(ValueOf(written[(start + 2)..end], scalar.Place, path, key));
                isWhole = start == 0 && end == written.Length - 1;
                position = end + 1;
            }

            string value = text.ToString();
            bool isTyped = isWhole && scalar.IsPlain;
            return scalar with
            {
                Text = value,
                Written = written,
                Kind = isTyped ? CoreSchema.KindOf(value) : ScalarKind.Text,
            };
        }

        private string ValueOf(string reference, ConfigurationPlace place, string path, string key)
        {
            int fallback = reference.IndexOf(":-", StringComparison.Ordinal);
            string name = fallback < 0 ? reference : reference[..fallback];
            if (name.Length == 0 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
            {
                errors.Add(
                    place,
                    path,
                    $"`${{{reference}}}` names no variable; write `${{NAME}}` or `${{NAME:-default}}`"
                );
                return "";
            }

            if (!variables.TryGetValue(name, out string? value) || (value.Length == 0 && fallback >= 0))
            {
                if (fallback < 0)
                {
                    errors.Add(
                        place,
                        path,
                        $"the environment variable `{name}` is not set; set it, put it into `.env`, or write `${{{name}:-default}}`{Suggestion.Hint(name, variables.Keys)}"
                    );
                    return "";
                }

                return reference[(fallback + 2)..];
            }

            if (
                SecretNames.IsSecret(name)
                || !(SecretNames.IsPlain(key) || SecretNames.IsAddress(key) || IsHarmless(value))
            )
            {
                secrets.Add(value);
            }

            return value;
        }

        private static bool IsHarmless(string value) => CoreSchema.KindOf(value) != ScalarKind.Text && value.Length < 6;
    }
}
