using System.Text.Json.Nodes;
using Baton.Configuration.Schema;

namespace Baton.Configuration;

/// <summary>Makes a JSON Schema (2020-12) from options records, for editors.</summary>
/// <remarks>
/// It accepts what <see cref="ConfigurationBinder"/> accepts before substitution, so <c>${NAME}</c> may stand for any single
/// value. Descriptions come from the XML documentation files beside the assemblies; without them there are none. Sections stand
/// where they are used; only those that hold themselves go to <c>$defs</c>.
/// </remarks>
public static class JsonSchemaWriter
{
    /// <summary>The schema of an options record.</summary>
    /// <typeparam name="T">The record.</typeparam>
    public static JsonObject For<T>()
        where T : class => SettingsSchema.Of(typeof(T));
}
