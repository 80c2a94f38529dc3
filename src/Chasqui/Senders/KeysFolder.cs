using Chasqui.Database.Embedded;
using Chasqui.Hosting;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Chasqui.Senders;

/// <summary>Where the keys are that secrets in the database are encrypted with: a folder for this account alone.</summary>
internal sealed class KeysFolder(IOptions<ChasquiOptions> options, ILoggerFactory loggers) : IConfigureOptions<KeyManagementOptions>
{
    /// <exception cref="StartupException">The folder cannot be made.</exception>
    public void Configure(KeyManagementOptions keys)
    {
        var folder = Path.GetFullPath(options.Value.KeysFolder ?? Path.Combine(options.Value.DataFolder, "keys"));
        try
        {
            if (!Directory.Exists(folder))
                Unix.CreatePrivateFolder(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The folder for keys {folder} cannot be created ({exception.Message.TrimEnd('.')}): set Chasqui__KeysFolder to a folder you may write.",
                exception);
        }

        keys.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(folder), loggers);
    }
}
