import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.util.FeatureEnum;
import com.adobe.epubcheck.util.WriterReportImpl;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Scanner;

/**
 * epubcheck on many books in one machine.
 *
 * usage: EpubcheckAll < PATHS   prints "FILE: MESSAGE" for each fatal error, error and warning
 */
public class EpubcheckAll {
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ENGLISH);
        PrintWriter out = new PrintWriter(System.out, true);
        try (Scanner paths = new Scanner(System.in, "UTF-8")) {
            while (paths.hasNextLine()) {
                File book = new File(paths.nextLine());
                StringWriter said = new StringWriter();
                WriterReportImpl report = new WriterReportImpl(new PrintWriter(said, true)) {
                    @Override
                    public void info(String resource, FeatureEnum feature, String value) {}
                };
                
                new EpubCheck(book, report).doValidate();
                for (String line : said.toString().split("\n")) {
                    if (line.matches("(FATAL|ERROR|WARNING).*[^: ].*")) out.println(book.getName() + ": " + line.strip());
                }
            }
        }
    }
}
