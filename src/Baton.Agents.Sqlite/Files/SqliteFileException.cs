namespace Baton.Agents.Sqlite.Files;

/// <summary>A SQLite file cannot be used.</summary>
/// <param name="message">Which file, what is wrong, and what to do about it.</param>
/// <param name="innerException">The cause, or <see langword="null"/>.</param>
internal sealed class SqliteFileException(string message, Exception? innerException = null)
    : BatonException(message, innerException);
