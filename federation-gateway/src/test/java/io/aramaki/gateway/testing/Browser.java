package io.aramaki.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/// A Chromium without a window. Certificates of a test's own authority are accepted.
public final class Browser implements AutoCloseable {
  public static final int WIDE = 1360;
  public static final int NARROW = 400;
  private static final int HEIGHT = 900;
  private static final int PAGE_HEIGHT_MAX = 4_000;
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path SHOTS = Path.of("target", "screenshots");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  public static Browser open() {
    var options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
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
    var service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    var browser = new Browser(new ChromeDriver(service, options));
    browser.width(WIDE);
    return browser;
  }

  public Browser width(int pixels) {
    driver.manage().window().setSize(new Dimension(pixels, HEIGHT));
    return this;
  }

  public Browser go(String url) {
    driver.get(url);
    return this;
  }

  public String url() {
    return String.valueOf(driver.getCurrentUrl());
  }

  public WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  public List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  /// Answers the visible text of a part of the page.
  public String text(String css) {
    return find(css).getText();
  }

  /// Waits until a part of the page shows some text.
  public Browser awaitText(String css, String text) {
    new WebDriverWait(driver, PATIENCE)
        .withMessage(() -> css + " shows: " + all(css).stream().map(WebElement::getText).toList())
        .ignoring(org.openqa.selenium.StaleElementReferenceException.class)
        .until(_ -> all(css).stream().anyMatch(each -> each.getText().contains(text)));
    return this;
  }

  /// Waits until the address has a part.
  public Browser awaitUrl(String part) {
    new WebDriverWait(driver, PATIENCE).until(_ -> url().contains(part));
    return this;
  }

  public Object script(String javascript) {
    return String.valueOf(((JavascriptExecutor) driver).executeScript(javascript));
  }

  /// Tells by how many pixels the page is wider than the window.
  public long overflow() {
    return Long.parseLong(
        String.valueOf(
            script(
                "return Math.max(0, document.documentElement.scrollWidth - window.innerWidth)")));
  }

  /// Answers what the browser complained about: refused scripts and styles, errors of scripts.
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /// Keeps a picture of the whole page.
  public Browser picture(String name) {
    long height = Long.parseLong(String.valueOf(script("return document.body.scrollHeight")));
    int width = driver.manage().window().getSize().getWidth();
    driver
        .manage()
        .window()
        .setSize(
            new Dimension(width, (int) Math.min(PAGE_HEIGHT_MAX, Math.max(HEIGHT, height + 160))));
    try {
      Files.createDirectories(SHOTS);
      Files.write(SHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return width(width);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
