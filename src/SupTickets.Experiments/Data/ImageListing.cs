using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SupTickets.Tickets;

namespace SupTickets.Experiments.Data;

/// <summary>Lists the contents of one part of an image folder, by names alone: no file is opened.</summary>
internal sealed class ImageListing
{
    private ImageListing(string part, IReadOnlyList<ClassFolder> classes, SkippedEntries leftOut) =>
        (Part, Classes, SkippedEntries) = (part, classes, leftOut);

    /// <summary><c>train</c> or <c>val</c>.</summary>
    public string Part { get; }

    /// <summary>The class folders, in ordinal order of their names.</summary>
    public IReadOnlyList<ClassFolder> Classes { get; }

    /// <summary>The entries that are no samples.</summary>
    public SkippedEntries SkippedEntries { get; }

    /// <summary>The names of the class folders, in their order.</summary>
    public IReadOnlyList<string> Names => [.. Classes.Select(folder => folder.Name)];

    /// <summary>Lists <paramref name="part"/> of <paramref name="folder"/>.</summary>
    /// <exception cref="DataException">The part is missing or has no class, a class has no image, or its name is none.</exception>
    public static ImageListing Of(string folder, string part)
    {
        string root = Path.Combine(folder, part);
        string expected = $"expected {part}/CLASS/*.jpg ({ImageFormats.Extensions})";
        if (!Directory.Exists(root))
        {
            if (FolderLink.Defect(new DirectoryInfo(root)) is { } broken) throw new DataException($"imagefolder: {broken}; {expected}");
            throw new DataException(
                $"imagefolder: the data folder '{folder}' has no {part}/; {expected}, and as classes the folders of train/ and val/ alike");
        }

        SkippedEntries leftOut = new();
        List<string> folders = [];
        try
        {
            foreach (FileSystemInfo entry in new DirectoryInfo(root).EnumerateFileSystemInfos())
            {
                if (IsHidden(entry)) leftOut.Hidden(entry.FullName);
                else if (entry is DirectoryInfo) folders.Add(entry.Name);
                else if (ImageFormats.IsRead(entry.Name) || ImageFormats.IsImageNotRead(entry.Name)) leftOut.Loose(entry.FullName);
                // It may have stood for a class, which would then be missing.
                else if (FolderLink.Defect(entry) is { } lost) throw new DataException($"imagefolder: {lost}; {expected}");
                else leftOut.NotRead(entry.Name);
            }

            if (folders.Count == 0) throw new DataException($"'{root}' holds no class folder; {expected}");
            folders.Sort(StringComparer.Ordinal);
            if (ClassNames.Defect(folders) is { } defect) throw new DataException($"'{root}': the list of class folders {defect}");
            return new(part, [.. folders.Select(name => ClassFolder.Of(Path.Combine(root, name), name, leftOut))], leftOut);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{root}' cannot be listed: {refusal.Message}", refusal);
        }
    }

    private static bool IsHidden(FileSystemInfo entry) =>
        ImageFormats.IsHidden(entry.Name) || (OperatingSystem.IsWindows() && entry.Attributes.HasFlag(FileAttributes.Hidden));

    /// <summary>The images of one class in one part.</summary>
    /// <param name="Path">The folder.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Files">The names of its images, in ordinal order.</param>
    /// <param name="Fingerprint">Changes when an image comes, goes or is written again: SHA-256 of names, lengths and times.</param>
    internal sealed record ClassFolder(string Path, string Name, IReadOnlyList<string> Files, string Fingerprint)
    {
        public static ClassFolder Of(string path, string name, SkippedEntries leftOut)
        {
            List<FileInfo> images = [];
            SkippedEntries here = new();
            foreach (FileSystemInfo entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
            {
                if (IsHidden(entry)) here.Hidden(entry.FullName);
                else if (entry is DirectoryInfo nested) here.Nested(entry.FullName, ImagesWithin(nested));
                else if (ImageFormats.IsRead(entry.Name)) images.Add((FileInfo)entry);
                else here.NotRead(entry.Name);
            }

            if (images.Count == 0)
            {
                string instead = here.Sentence(path) is { } sentence ? $" ({sentence})" : "";
                throw new DataException($"the class folder '{path}' holds no {ImageFormats.Extensions} file{instead}");
            }

            leftOut.Add(here);
            images.Sort((first, second) => string.CompareOrdinal(first.Name, second.Name));
            return new(path, name, [.. images.Select(image => image.Name)], FingerprintOf(images));
        }

        // Links are not followed, since one may lead back to its own folder.
        private static long ImagesWithin(DirectoryInfo folder)
        {
            EnumerationOptions options = new()
            {
                RecurseSubdirectories = folder.LinkTarget is null,
                IgnoreInaccessible = true,
                AttributesToSkip = FileAttributes.ReparsePoint,
            };
            return folder.EnumerateFiles("*", options).LongCount(
                file => !ImageFormats.IsHidden(file.Name) && ImageFormats.IsRead(file.Name));
        }

        private static string FingerprintOf(List<FileInfo> images)
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Span<byte> numbers = stackalloc byte[16];
            foreach (FileInfo image in images)
            {
                FileInfo file = image.LinkTarget is null ? image : Target(image);
                BinaryPrimitives.WriteInt64LittleEndian(numbers, file.Exists ? file.Length : -1);
                BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], file.Exists ? file.LastWriteTimeUtc.Ticks : -1);
                hash.AppendData(Encoding.UTF8.GetBytes(image.Name + "/"));
                hash.AppendData(numbers);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        private static FileInfo Target(FileInfo link)
        {
            try
            {
                return link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link;
            }
            catch (IOException)
            {
                // The links form a circle; opening the file gives that error.
                return link;
            }
        }
    }
}
