using Baton.Configuration.Binding;
using Baton.Configuration.Reading;
using Baton.Configuration.Secrets;

namespace Baton.Configuration;

/// <summary>Puts environment variables into configuration: <c>${NAME}</c> and <c>${NAME:-default}</c>.</summary>
/// <remarks>
/// Only values are touched, never keys, and only those of files: an option's or a variable's own value is taken as it is. The
/// default also stands in for an empty variable and may hold variables itself. <c>$${</c> writes a literal <c>${</c>; any other
/// <c>$</c> stays. An unquoted value that is one variable and nothing else gets its kind (number, truth value, …) from the
/// variable's text.
/// </remarks>
public static class EnvironmentSubstitution
{
    /// <summary>Substitutes in a whole tree, and gathers the secrets in it: those substituted and those written out.</summary>
    /// <param name="node">The tree, its layers merged.</param>
    /// <param name="variables">The environment.</param>
    /// <param name="secrets">Where secrets are gathered.</param>
    /// <param name="errors">Where to say which variable is not set.</param>
    /// <returns>The tree with values in place; <see cref="ConfigurationScalar.Written"/> keeps what was written.</returns>
    public static ConfigurationNode Apply(
        ConfigurationNode node,
        IReadOnlyDictionary<string, string> variables,
        SecretCollector secrets,
        ConfigurationErrors errors
    )
    {
        secrets.AddNamedLikeSecrets(variables);
        return new Walk(variables, secrets, errors).Visit(node, new Surroundings("", "", false, false));
    }

    /// <summary>Where a value stands.</summary>
    /// <param name="Path">Its path of keys.</param>
    /// <param name="Key">The nearest key above it.</param>
    /// <param name="IsSecret">Whether a key above it is named like a secret.</param>
    /// <param name="IsHeld">Whether it stands under <c>headers</c>, <c>env</c> or <c>environment_vars</c>.</param>
    private sealed record Surroundings(string Path, string Key, bool IsSecret, bool IsHeld)
    {
        public Surroundings Under(string key) =>
            new(
                KeyPath.Add(Path, key),
                key,
                IsSecret || SecretNames.IsSecret(key),
                IsHeld || SecretNames.HoldsSecrets(key)
            );

        public Surroundings At(int index) => this with { Path = $"{Path}[{index}]" };
    }

    private sealed class Walk(
        IReadOnlyDictionary<string, string> variables,
        SecretCollector secrets,
        ConfigurationErrors errors
    )
    {
        public ConfigurationNode Visit(ConfigurationNode node, Surroundings place)
        {
            switch (node)
            {
                case ConfigurationMapping mapping:
                    List<ConfigurationEntry> entries =
                    [
                        .. mapping.Entries.Select(entry =>
                            entry with
                            {
                                Value = Visit(entry.Value, place.Under(entry.Key)),
                            }
                        ),
                    ];
                    return mapping with { Entries = entries };
                case ConfigurationSequence sequence:
                    List<ConfigurationNode> items =
                    [
                        .. sequence.Items.Select((item, index) => Visit(item, place.At(index))),
                    ];
                    return sequence with { Items = items };
                case ConfigurationScalar scalar:
                    return Visit(scalar, place);
                default:
                    return node;
            }
        }

        private ConfigurationScalar Visit(ConfigurationScalar scalar, Surroundings place)
        {
            bool fromFile = scalar.Place.Line > 0;
            bool literal =
                scalar.Kind != ScalarKind.Text || !fromFile || !scalar.Text.Contains("${", StringComparison.Ordinal);
            if (literal)
            {
                CollectLiteral(scalar, place);
                return scalar;
            }

            Substitution substitution = new(variables);
            string text = substitution.Apply(scalar.Text);
            foreach (string problem in substitution.Problems)
            {
                errors.Add(scalar.Place, place.Path, problem);
            }

            if (substitution.Problems.Count > 0)
            {
                return scalar;
            }

            ScalarKind kind =
                scalar.IsPlain && Substitution.IsOneVariable(scalar.Text) ? CoreSchema.KindOf(text) : ScalarKind.Text;
            foreach ((string? name, string value) in substitution.Used)
            {
                CollectSubstituted(name, value, text, kind, place);
            }

            return scalar with
            {
                Text = text,
                Kind = kind,
                Written = scalar.Text,
            };
        }

        private void CollectLiteral(ConfigurationScalar scalar, Surroundings place)
        {
            if (place.IsSecret && scalar.Kind is ScalarKind.Text or ScalarKind.Integer or ScalarKind.Number)
            {
                secrets.Add(scalar.Text);
            }
            else if (scalar.Kind == ScalarKind.Text)
            {
                foreach ((string? name, Range part) in UrlSecrets.In(scalar.Text))
                {
                    if (name is null || SecretNames.IsSecret(name))
                    {
                        AddUrlPart(scalar.Text[part]);
                    }
                }
            }
        }

        /// <summary>A name is absent for a default that was used: it is literal text.</summary>
        private void CollectSubstituted(string? name, string value, string text, ScalarKind kind, Surroundings place)
        {
            bool named = place.IsSecret || (name is not null && SecretNames.IsSecret(name));
            bool plainlyPublic = SecretNames.IsPublic(place.Key) || kind is not ScalarKind.Text;
            if (named || (name is not null && (place.IsHeld || !plainlyPublic)))
            {
                secrets.Add(value);
            }

            foreach ((string? parameter, Range part) in UrlSecrets.In(text))
            {
                string piece = text[part];
                bool touched =
                    name is not null
                    && (
                        piece.Contains(value, StringComparison.Ordinal)
                        || value.Contains(piece, StringComparison.Ordinal)
                    );
                if (touched || parameter is null || SecretNames.IsSecret(parameter))
                {
                    AddUrlPart(piece);
                }
            }
        }

        private void AddUrlPart(string part)
        {
            secrets.Add(part);
            secrets.Add(Uri.UnescapeDataString(part));
        }
    }
}
