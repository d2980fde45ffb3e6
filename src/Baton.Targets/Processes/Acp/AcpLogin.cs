namespace Baton.Targets.Processes.Acp;

/// <summary>A way to log in that an agent offers.</summary>
/// <param name="Id">What it is asked for by.</param>
/// <param name="Name">What people call it, or <see langword="null"/>.</param>
internal sealed record AcpLogin(string Id, string? Name)
{
    /// <summary>Both, for messages.</summary>
    public override string ToString() => Name is null || Name == Id ? $"`{Id}`" : $"`{Id}` ({Name})";
}
