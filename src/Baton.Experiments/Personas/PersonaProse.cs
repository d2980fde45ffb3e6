using System.Text;
using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Experiments.Personas;

/// <summary>Tells a persona in prose and as data, for supervisors and agents.</summary>
public static class PersonaProse
{
    /// <summary>The persona as a short paragraph in the second person's absence: what it is, knows, wants and refuses.</summary>
    /// <returns><see langword="null"/> when nothing but the name is known.</returns>
    public static string? Describe(Persona persona)
    {
        StringBuilder prose = new();
        Append(prose, persona.Description);
        Append(prose, persona.ExpertiseLevel is null ? null : $"Expertise: {persona.ExpertiseLevel}");
        Append(prose, persona.Language is null ? null : $"Writes in: {persona.Language}");
        Append(prose, List("Characteristics", persona.Characteristics));
        Append(prose, List("Goals", persona.Goals));
        Append(prose, List("Constraints", persona.Constraints));
        foreach ((string name, JsonNode? value) in persona.CustomAttributes ?? [])
        {
            Append(prose, $"{name}: {value}");
        }

        return prose.Length == 0 ? null : prose.ToString();
    }

    /// <summary>The persona as an agent may see it.</summary>
    public static PersonaContext ToContext(Persona persona) =>
        new(persona.Name, Describe(persona), Attributes(persona));

    private static JsonObject Attributes(Persona persona)
    {
        JsonObject attributes = new() { ["name"] = persona.Name };
        Set(attributes, "description", persona.Description);
        Set(attributes, "language", persona.Language);
        Set(attributes, "expertise_level", persona.ExpertiseLevel);
        Set(attributes, "characteristics", persona.Characteristics);
        Set(attributes, "goals", persona.Goals);
        Set(attributes, "constraints", persona.Constraints);
        if (persona.CustomAttributes is not null)
        {
            attributes["custom_attributes"] = persona.CustomAttributes.DeepClone();
        }

        return attributes;
    }

    private static void Set(JsonObject attributes, string name, string? value)
    {
        if (value is not null)
        {
            attributes[name] = value;
        }
    }

    private static void Set(JsonObject attributes, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            attributes[name] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        }
    }

    private static string? List(string title, IReadOnlyList<string> values) =>
        values.Count == 0 ? null : $"{title}: {string.Join("; ", values)}";

    private static void Append(StringBuilder prose, string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            prose.Append(prose.Length == 0 ? "" : "\n").Append(line.Trim());
        }
    }
}
