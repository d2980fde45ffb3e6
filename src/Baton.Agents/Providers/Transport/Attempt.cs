namespace Baton.Agents.Providers.Transport;

/// <summary>How one attempt ended.</summary>
internal readonly record struct Attempt<T>(T? Result, ModelFailure? Failure)
{
    public static Attempt<T> Done(T result) => new(result, null);

    public static Attempt<T> Failed(ModelFailure failure) => new(default, failure);
}
