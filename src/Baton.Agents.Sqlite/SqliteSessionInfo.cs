namespace Baton.Agents.Sqlite;

/// <summary>A session of a file, without its messages.</summary>
/// <param name="Id">What it is called.</param>
/// <param name="MessageCount">How many messages it has.</param>
/// <param name="CreatedAt">When its first messages were appended, in UTC.</param>
/// <param name="UpdatedAt">When messages were last appended or cleared, in UTC.</param>
public sealed record SqliteSessionInfo(
    string Id,
    long MessageCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);
