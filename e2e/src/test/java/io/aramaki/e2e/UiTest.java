package io.aramaki.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/// The web UI of the running instance in a real browser: it shows what `check ls` shows. The
/// picture is kept in `e2e/target/screenshots`.
@Tag("e2e")
@Tag("redmine")
@Tag("browser")
@Order(15)
@ExtendWith(World.Resolver.class)
final class UiTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final World world;

  UiTest(World world) {
    this.world = world;
  }

  private static ChromeDriver browser() {
    var options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.setAcceptInsecureCerts(true);
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars");
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
            .build();
    var driver = new ChromeDriver(service, options);
    driver.manage().window().setSize(new Dimension(1360, 2200));
    return driver;
  }

  /// True if the check's row says the state that the API says now.
  private boolean showsState(ChromeDriver driver, String check) {
    try {
      var state = world.instance.checkState(check).path("state").asText();
      return driver.findElements(By.cssSelector("main tr, main article")).stream()
          .map(WebElement::getText)
          .anyMatch(row -> row.contains(check) && row.contains(state));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (StaleElementReferenceException _) {
      return false; // The page was just renewed.
    }
  }

  @Test
  void pageOfThisHost_showsItsChecksAsTheCommandLineDoes() throws IOException {
    var driver = browser();
    try {
      // Given
      var url = world.instance.connection().url();
      driver.get(url + "/login");
      driver.findElement(By.name("user")).sendKeys("admin");
      driver.findElement(By.name("password")).sendKeys(world.instance.adminPassword());
      driver.findElement(By.cssSelector("main button[type=submit]")).click();
      var patience = new WebDriverWait(driver, PATIENCE);
      patience.until(_ -> !String.valueOf(driver.getCurrentUrl()).contains("/login"));

      // When
      driver.get(url + "/systems/" + world.host);

      // Then
      var checks =
          world.instance.checkStates().keySet().stream()
              .filter(check -> check.startsWith(world.host))
              .toList();
      assertThat(checks).hasSizeGreaterThanOrEqualTo(3);
      for (var check : checks) {
        patience.until(_ -> showsState(driver, check));
      }
      assertThat(driver.findElement(By.tagName("main")).getText()).contains("uptime");
      var shots = Files.createDirectories(Path.of("target", "screenshots"));
      Files.write(shots.resolve("host.png"), driver.getScreenshotAs(OutputType.BYTES));
    } finally {
      driver.quit();
    }
  }
}
