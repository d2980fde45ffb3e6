using System.Text.Json;

namespace Baton.Targets.Streaming;

/// <summary>Understands the items of one stream. Made anew for each stream; items come in order.</summary>
internal interface IStreamDialect
{
    /// <summary>
    /// The item that ends every stream of this kind, or <see langword="null"/> when a stream may just end. A stream
    /// that ends without it was cut off.
    /// </summary>
    string? EndSign { get; }

    /// <summary>Puts what an item says into the turn.</summary>
    /// <param name="item">The item, any JSON; not valid afterwards.</param>
    /// <param name="name">The item's name where the stream knows names, otherwise <c>message</c>.</param>
    /// <param name="turn">What the stream says.</param>
    void Read(JsonElement item, string name, StreamTurn turn);

    /// <summary>Puts into the turn what was held back until the stream is over. Default: nothing.</summary>
    void Finish(StreamTurn turn) { }
}
