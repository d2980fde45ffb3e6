using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Baton.Configuration.Binding;

/// <summary>Calls <see cref="IConfigurationReadable{TSelf}"/> of a type known only at run time.</summary>
internal static class SelfReading
{
    private static readonly ConcurrentDictionary<Type, Caller> Callers = new();

    public static object? Read(Type type, ConfigurationNode node, string key, ConfigurationErrors errors) =>
        Of(type).Read(node, key, errors);

    /// <summary>A schema of the caller's own.</summary>
    public static JsonObject Schema(Type type) => (JsonObject)Of(type).Schema.DeepClone();

    private static Caller Of(Type type) =>
        Callers.GetOrAdd(
            type,
            static type => (Caller)Activator.CreateInstance(typeof(Caller<>).MakeGenericType(type))!
        );

    private abstract class Caller
    {
        public abstract JsonObject Schema { get; }

        public abstract object? Read(ConfigurationNode node, string key, ConfigurationErrors errors);
    }

    private sealed class Caller<T> : Caller
        where T : IConfigurationReadable<T>
    {
        public override JsonObject Schema => T.Schema;

        public override object? Read(ConfigurationNode node, string key, ConfigurationErrors errors) =>
            T.Read(node, key, errors);
    }
}
