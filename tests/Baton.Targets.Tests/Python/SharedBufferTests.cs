using System.Text;
using Baton.Targets.Python.Protocol;
using Baton.TestSupport;
using Microsoft.Win32.SafeHandles;

namespace Baton.Targets.Tests.Python;

public sealed class SharedBufferTests : IDisposable
{
    private const string Token = "000102030405060708090a0b0c0d0e0f";

    private readonly TempWorkspace _workspace = new();

    [Theory]
    [InlineData(0, 0, 0, "")]
    [InlineData(0, 6, 0, "ab\ncd\n")]
    [InlineData(100, 106, 100, "ab\ncd\n")]
    [InlineData(100, 106, 102, "\ncd\n")]
    [InlineData(100, 106, 106, "")]
    [InlineData(106, 106, 106, "")]
    [InlineData(100, 106, 200, "")]
    [InlineData(100, 106, 99, "")]
    [InlineData(100, 90, 100, "")]
    [InlineData(0, long.MaxValue, 0, "")]
    [InlineData(long.MinValue, 6, 0, "")]
    public void The_rest_is_what_was_told_and_has_not_arrived(long written, long told, long received, string expected)
    {
        byte[] header =
        [
            .. Convert.FromHexString(Token),
            .. BitConverter.GetBytes(written),
            .. BitConverter.GetBytes(told),
        ];
        using SharedBuffer buffer = Buffer([.. header, .. "ab\ncd\n"u8]);

        Encoding.UTF8.GetString(buffer.Rest(received).Span).ShouldBe(expected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    public void Memory_that_was_made_smaller_holds_nothing(int size)
    {
        using SharedBuffer buffer = Buffer(new byte[size]);

        buffer.Rest(0).IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"type":"ready"}""")]
    [InlineData("""{"type":"ready","buffer":null}""")]
    [InlineData("""{"type":"ready","buffer":"there"}""")]
    [InlineData("""{"type":"ready","buffer":{}}""")]
    [InlineData("""{"type":"ready","buffer":{"path":"","token":""}}""")]
    [InlineData("""{"type":"ready","buffer":{"path":1,"token":[]}}""")]
    [InlineData("""{"type":"ready","buffer":{"path":"/etc/hostname","token":"00"}}""")]
    [InlineData("""{"type":"ready","buffer":{"path":"/proc/self/fd/0","token":"00"}}""")]
    [InlineData("""{"type":"ready","buffer":{"path":"/proc/1/fd/0","token":"00"}}""")]
    [InlineData("""{"type":"ready","buffer":{"path":"/proc/999999999/fd/3","token":"00"}}""")]
    public void A_worker_that_offers_none_that_can_be_reached_goes_without(string ready) =>
        SharedBuffer.Open(WorkerMessage.Parse(Encoding.UTF8.GetBytes(ready))).ShouldBeNull();

    public void Dispose() => _workspace.Dispose();

    private SharedBuffer Buffer(byte[] content)
    {
        string path = _workspace.PathOf("memory");
        File.WriteAllBytes(path, content);
        SafeFileHandle handle = File.OpenHandle(path);
        return new SharedBuffer(handle);
    }
}
