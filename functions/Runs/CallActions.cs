using System.Security.Cryptography;
using System.Text;

namespace Countersign.Runs;

/// <summary>Which action a tool call becomes, where it becomes one: the same in every try, by the message's instant and what tells one call from every other.</summary>
internal static class CallActions
{
    public static ActionId IdOf(RunId run, int turn, int index, DateTimeOffset at)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"countersign.call.v1\n{run}\n{turn}\n{index}"));
        var left = 0xFFFF_FFFF_FFFF - (ulong)at.ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++) bytes[i] = (byte)(left >> (40 - 8 * i));
        return ActionId.From(bytes.AsSpan(0, 16));
    }
}
