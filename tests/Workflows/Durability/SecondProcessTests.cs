using Countersign.Tests.Workflows.Host;

namespace Countersign.Tests.Workflows.Durability;

/// <summary>One process a data folder, whichever of its two files is looked at.</summary>
public sealed class SecondProcessTests
{
    [Theory]
    [InlineData("runtime", "Another process runs on the history file")]
    [InlineData("app", "Another process uses")]
    public async Task A_second_process_on_the_same_data_is_refused_in_words_until_the_first_was_killed(string store, string says)
    {
        var folder = Directory.CreateTempSubdirectory("countersign-second-");
        try
        {
            using var first = new ChildProcess("hold", store, folder.FullName);
            await first.ReadAsync("open");
            using (var second = new ChildProcess("hold", store, folder.FullName))
            {
                Assert.Equal(1, await second.ExitAsync());
                Assert.Contains(says, second.Error, StringComparison.Ordinal);
                Assert.Contains("Stop it", second.Error, StringComparison.Ordinal);
            }

            first.Kill();
            await first.ExitAsync();
            using var third = new ChildProcess("hold", store, folder.FullName);
            await third.ReadAsync("open");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
